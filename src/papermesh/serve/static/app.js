// Search as you type, cards of mentions, and the switch of colours. All pages work without it.
"use strict";
(() => {
  const root = document.documentElement;
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  };
  // Addresses come from the server, but only pages of this site are ever followed.
  const own = (address) => /^\/(?!\/)/.test(address);

  function search() {
    const input = document.getElementById("search");
    const list = document.getElementById("matches");
    const told = document.getElementById("told");
    const known = new Map();
    let hits = [];
    let chosen = -1;
    let asked = "";
    let running = null;
    let timer = 0;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (at) => {
      chosen = at;
      [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const go = (at) => own(hits[at].node.address) && location.assign(hits[at].node.address);
    const option = (hit, at) => {
      const item = make("li", `t-${hit.node.type}`);
      item.id = `match-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = make("span", "name", hit.node.name.slice(0, 200));
      name.dir = "auto";
      const papers = hit.papers ? ` · ${hit.papers.toLocaleString("en")}` : "";
      item.append(name, make("span", "n", hit.node.type + papers));
      if (hit.snippet && hit.snippet !== hit.node.name && hit.field !== "abstract") {
        const also = make("span", "also", hit.snippet.slice(0, 200));
        also.dir = "auto";
        item.append(also);
      }
      item.addEventListener("click", () => go(at));
      item.addEventListener("mousemove", () => chosen !== at && choose(at));
      return item;
    };
    const show = (found) => {
      hits = found.filter((hit) => hit.node.address);
      list.replaceChildren(...hits.map(option));
      told.textContent = `${hits.length} matches`;
      list.hidden = !hits.length;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      choose(-1);
    };
    const ask = async () => {
      const words = asked;
      if (known.has(words)) return show(known.get(words));
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(`/api/suggest?limit=8&q=${encodeURIComponent(words)}`, { signal: running.signal });
        if (!answer.ok) return;
        const found = (await answer.json()).hits;
        known.set(words, found);
        if (asked === words && document.activeElement === input) show(found);
      } catch {
        // Given up for a later question, or the server is gone: Enter still searches.
      }
    };
    input.addEventListener("input", () => {
      asked = input.value.trim();
      clearTimeout(timer);
      if (asked) timer = setTimeout(ask, 60);
      else close();
    });
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) {
          asked = input.value.trim();
          if (asked) ask();
        } else choose((chosen + 1 + step + hits.length + 1) % (hits.length + 1) - 1);
      } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
        event.preventDefault();
        go(chosen);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  function cards() {
    const mentions = [...document.querySelectorAll("a.m")];
    if (!mentions.length) return;
    const card = make("div", "card");
    card.id = "card";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    document.getElementById("main").append(card);
    let shown = null;
    let timer = 0;
    // The title tells the same to who has no scripts; here it would cover the card.
    const lines = new Map(mentions.map((link) => [link, link.title.split("\n")]));
    mentions.forEach((link) => link.removeAttribute("title"));

    const hide = () => {
      clearTimeout(timer);
      card.hidden = true;
      shown?.removeAttribute("aria-describedby");
      mentions.forEach((link) => link.classList.remove("same"));
      shown = null;
    };
    const show = (link) => {
      hide();
      shown = link;
      const [name, about, ...rest] = lines.get(link);
      const head = make("b", "", name.slice(0, 300));
      head.dir = "auto";
      card.className = `card ${link.className.replace(/^m /, "")}`;
      card.replaceChildren(head, make("span", "kind", about), ...rest.map((line, at) => make("span", at ? "quote" : "by", line)));
      card.hidden = false;
      link.setAttribute("aria-describedby", "card");
      mentions.forEach((other) => other.classList.toggle("same", other.href === link.href));
      const place = link.getClientRects()[0];
      const below = place.bottom + card.offsetHeight + 12 < innerHeight || place.top < card.offsetHeight + 12;
      const left = Math.max(8, Math.min(place.left, root.clientWidth - card.offsetWidth - 8));
      card.style.left = `${left + scrollX}px`;
      card.style.top = `${(below ? place.bottom + 6 : place.top - card.offsetHeight - 6) + scrollY}px`;
    };
    const later = (what, wait) => {
      clearTimeout(timer);
      timer = setTimeout(what, wait);
    };
    mentions.forEach((link) => {
      link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && later(() => show(link), 80));
      link.addEventListener("pointerleave", () => later(hide, 200));
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", hide);
    });
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => later(hide, 200));
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  }

  function colours() {
    const button = document.getElementById("theme");
    const order = ["auto", "light", "dark"];
    const words = { auto: "as the system", light: "light", dark: "dark" };
    const tell = () => button.setAttribute("aria-label", `Colours: ${words[root.dataset.theme || "auto"]}`);
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(root.dataset.theme || "auto") + 1) % order.length];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        localStorage.setItem("theme", next);
      } catch {
        // It then holds for this page alone.
      }
      tell();
    });
    tell();
  }

  // A table is a stop of the keyboard only while there is something to scroll in it.
  function tables() {
    const seen = new ResizeObserver((all) => all.forEach(({ target }) => {
      const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
      target.tabIndex = scrolls ? 0 : -1;
    }));
    document.querySelectorAll(".wide").forEach((table) => seen.observe(table));
  }

  // A menu closes like any other; without scripts its own button does it.
  function menus() {
    const open = () => document.querySelector(".menu[open]");
    document.addEventListener("click", (event) => {
      const menu = open();
      if (menu && !menu.contains(event.target)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => {
      const menu = event.key === "Escape" && open();
      if (!menu) return;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
  }

  search();
  menus();
  tables();
  cards();
  colours();
})();
