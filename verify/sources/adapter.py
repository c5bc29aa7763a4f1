"""Where requests gets its connections: our pools, one TLS context for all of them, and a proxy where one is named."""

from __future__ import annotations

import os
import ssl
import threading
from collections.abc import Mapping

import requests
import urllib3
from requests.adapters import HTTPAdapter

from verify.sources.connections import tls_context

HOSTS_KEPT = 256  # hosts whose connections stay open for the next request
PER_HOST = 8

Pools = dict[str, type[urllib3.HTTPConnectionPool]]


class Adapter(HTTPAdapter):
    """Hands urllib3 our connections and one TLS context, where requests loads the authorities for each connection.

    The context is made with the first address that needs it: it takes 50 ms, and an offline run needs none.
    `to_proxies` are the pools for connections to proxies, which may stand at any address.
    """

    def __init__(self, pools: Pools, to_proxies: Pools, tls: ssl.SSLContext | None) -> None:
        self._pools = pools
        self._to_proxies = to_proxies
        self._tls = tls
        self._lock = threading.Lock()
        super().__init__(pool_connections=HOSTS_KEPT, pool_maxsize=PER_HOST, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **_: object) -> None:
        super().init_poolmanager(connections, maxsize, block)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
        """Nothing to set: the context verifies."""

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: object,  # noqa: ARG002  the context verifies
        proxies: Mapping[str, str] | None = None,
        cert: object = None,  # noqa: ARG002
    ) -> urllib3.HTTPConnectionPool:
        url = str(request.url)
        scheme = url.partition(":")[0].lower()
        options = {"ssl_context": self._context()} if scheme == "https" else None
        proxy = (proxies or {}).get(scheme)
        manager = self._proxy(proxy) if proxy else self.poolmanager
        pool: urllib3.HTTPConnectionPool = manager.connection_from_url(url, options)
        return pool

    def _proxy(self, proxy: str) -> urllib3.ProxyManager:
        with self._lock:
            manager: urllib3.ProxyManager = self.proxy_manager_for(proxy)
            manager.pool_classes_by_scheme = self._to_proxies
            return manager

    def _context(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:
                self._tls = tls_context(os.environ.get("REQUESTS_CA_BUNDLE"))
            return self._tls
