"""A load server for the fetching benchmark: many hosts of 127.0.0.0/8, one page of its own for every address.

    python benchmarks/loopback/server.py HOSTS SECONDS MOST [CERTIFICATE]

It prints the port that all hosts listen at, answers `/DELAY_MS/STATUS/NUMBER` after the delay, and ends after SECONDS,
after MOST requests, or when standard input is closed. A page that answers 429 does so once, and asks for one second.
"""

from __future__ import annotations

import asyncio
import random
import socket
import ssl
import sys

PAGE_BYTES = 59_000
LONGEST = 60.0  # seconds; no client of ours waits longer
_WORDS = (
    "the of and to in a committee report minister said that government election by with on for was as inquiry "
    "parliament were from budget their court which it city had be police river council his not school years are "
    "hospital at market but violence or bridge its workers have harvest after evidence one witnesses been"
).split()


def sentence(number: int) -> str:
    """The words that page `number` has and no other."""
    return f"the committee found {number} violations of the agreement and said so in annex {number * 7}"


def pages() -> tuple[bytes, bytes]:
    """What stands before and after a page's own sentence, in the proportions of a news page: half of the bytes scripts
    and styles, a sixth menus, teasers and footer, a third the article.
    """
    chance = random.Random(7)

    def words(least: int, most: int) -> list[str]:
        return chance.choices(_WORDS, k=chance.randint(least, most))

    style = "".join(f".c{n}{{color:#{n:03d};margin:0 auto;padding:{n}px}}" for n in range(200))
    script = "".join(f'window.data.push({{"id":{n},"kind":"story","tags":["a","b"]}});' for n in range(400))
    menu = "".join(f'<li class=c{n}><a href="/section/{n}">Section {n}</a></li>' for n in range(60))
    teasers = "".join(
        f'<div class=c{n}><a href="/story/{n}"><h3>{" ".join(words(5, 9))}</h3></a></div>' for n in range(40)
    )
    head = (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Report</title>"
        f"<style>{style}</style><script>window.data=[];{script}</script></head>"
        f"<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>Report</h1>"
    )
    foot = f"</article></main><aside>{teasers}</aside><footer><p>All rights reserved.</p></footer></body></html>"
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) + len(head) + len(foot) < PAGE_BYTES - 400:
        text = words(40, 90)
        text[5] = f"<em>{text[5]}</em>"
        text[12] = f'<a href="/x/{len(paragraphs)}">{text[12]}</a>'
        paragraphs.append(f"<p class=a>{' '.join(text)}.</p>\n")
    half = len(paragraphs) // 2
    return (head + "".join(paragraphs[:half])).encode(), ("".join(paragraphs[half:]) + foot).encode()


HEAD, TAIL = pages()


class Client(asyncio.Protocol):
    """One connection; answers in the order of the requests, since clients here do not pipeline."""

    served = 0
    most = 0
    throttled: set[str] = set()  # noqa: RUF012  shared on purpose: it is the server's
    done: asyncio.Event

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.data = b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while b"\r\n\r\n" in self.data:
            request, self.data = self.data.split(b"\r\n\r\n", 1)
            Client.served += 1
            if Client.served > Client.most:
                Client.done.set()
                return
            method, path, _ = request.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            try:
                delay, status, number = (int(part) for part in path[1:].split("/"))
            except ValueError:  # robots.txt, favicon.ico
                self.answer(method, 404, b"")
                continue
            if status == 429:
                status = 200 if path in Client.throttled else 429
                Client.throttled.add(path)
            body = b"" if status != 200 else HEAD + f"<p>{sentence(number)}.</p>".encode() + TAIL
            seconds = min(delay / 1000, LONGEST)
            if seconds:
                asyncio.get_running_loop().call_later(seconds, self.answer, method, status, body)
            else:
                self.answer(method, status, body)

    def answer(self, method: str, status: int, body: bytes) -> None:
        if self.transport.is_closing():
            return
        again = "Retry-After: 1\r\n" if status == 429 else ""
        head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\n{again}Content-Length: {len(body)}\r\n\r\n"
        self.transport.write(head.encode() + (b"" if method == "HEAD" else body))


def addresses(count: int) -> list[str]:
    return [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(count)]


async def main(hosts: int, seconds: float, most: int, certificate: str | None) -> None:
    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    Client.most, Client.done = most, asyncio.Event()
    loop = asyncio.get_running_loop()
    with socket.socket() as free:
        free.bind(("127.0.1.1", 0))
        port = free.getsockname()[1]
    server = await loop.create_server(Client, addresses(hosts), port, ssl=context, backlog=512)
    print(port, flush=True)
    closed = loop.run_in_executor(None, sys.stdin.read)
    await asyncio.wait(
        [asyncio.ensure_future(Client.done.wait()), closed], timeout=seconds, return_when="FIRST_COMPLETED"
    )
    server.close()


if __name__ == "__main__":
    asyncio.run(
        main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
    )
    sys.stdout.flush()
    import os

    os._exit(0)  # the thread that waits for standard input cannot be interrupted
