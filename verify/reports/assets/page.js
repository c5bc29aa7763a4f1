
"use strict";
// Only shows, hides, opens and moves what the page already holds; builds no markup from text.
(() => {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const one = (id) => document.getElementById(id);
  const findings = all(".finding");
  const section = one("findings");
  const groups = all(".group", section);
  const chips = all(".chip");
  const bar = document.querySelector(".bar");
  const search = one("search");
  const [documents, sources, grouping] = [one("document"), one("source"), one("group")];
  const texts = new Map();
  const home = new Map(findings.map((finding) => [finding, finding.parentElement]));
  let bySource = null;

  const words = (finding) => {
    if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
    return texts.get(finding);
  };

  const pressed = () => new Set(chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.filter));

  const apply = () => {
    const statuses = pressed();
    const wanted = search.value.trim().toLowerCase();
    const inDocument = documents ? documents.value : "";
    const inSource = sources ? sources.value : "";
    const filtered = Boolean(statuses.size || wanted || inDocument || inSource);
    let shown = 0;
    for (const finding of findings) {
      const { status, document, source } = finding.dataset;
      finding.hidden = !(
        (!statuses.size || statuses.has(status)) &&
        (!inDocument || document === inDocument) &&
        (!inSource || source === inSource) &&
        (!wanted || words(finding).includes(wanted))
      );
      if (!finding.hidden) shown += 1;
    }
    for (const group of bySource || groups) {
      const own = all(".finding", group);
      group.hidden = filtered && own.every((finding) => finding.hidden);
    }
    for (const part of bar ? bar.children : []) part.classList.toggle("off", Boolean(statuses.size) && !statuses.has(part.dataset.filter));
    one("none").hidden = shown > 0 || !findings.length;
    one("shown").textContent = filtered ? `Showing ${shown} of ${findings.length} findings.` : `${findings.length} findings.`;
  };

  const toggle = (name) => {
    const chip = chips.find((candidate) => candidate.dataset.filter === name);
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    apply();
  };

  const arrange = () => {
    for (const group of bySource || []) group.remove();
    bySource = null;
    for (const [finding, parent] of home) parent.insertBefore(finding, parent.querySelector(":scope > .notes"));
    for (const group of groups) group.hidden = false;
    if (grouping && grouping.value === "source") {
      for (const group of groups) group.hidden = true;
      bySource = Array.from(sources.options).slice(1).map((option) => {
        const group = document.createElement("section");
        const heading = document.createElement("h3");
        const name = document.createElement("bdi");
        name.textContent = option.textContent;
        heading.append(name);
        heading.id = `source-${option.value}`;
        group.className = "group";
        group.setAttribute("aria-labelledby", heading.id);
        group.append(heading, ...findings.filter((finding) => finding.dataset.source === option.value));
        section.append(group);
        return group;
      });
    }
    apply();
  };

  for (const chip of chips) {
    chip.disabled = false;
    chip.addEventListener("click", () => toggle(chip.dataset.filter));
  }
  if (bar) {
    bar.dataset.live = "";
    bar.addEventListener("click", (event) => {
      const part = event.target.closest("[data-filter]");
      if (part) toggle(part.dataset.filter);
    });
  }
  const setOpen = (open) => {
    for (const finding of findings) if (!finding.hidden) finding.open = open;
  };
  one("open").addEventListener("click", () => setOpen(true));
  one("close").addEventListener("click", () => setOpen(false));
  one("reset").addEventListener("click", () => {
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    search.value = "";
    for (const choice of [documents, sources]) if (choice) choice.value = "";
    apply();
  });
  search.addEventListener("input", apply);
  for (const choice of [documents, sources]) if (choice) choice.addEventListener("change", apply);
  if (grouping) grouping.addEventListener("change", arrange);
  const toolbar = document.querySelector(".toolbar");
  toolbar.addEventListener("submit", (event) => event.preventDefault());
  toolbar.hidden = false;

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
  apply();
})();
