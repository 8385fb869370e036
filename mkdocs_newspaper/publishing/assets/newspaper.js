/* Nicer with it, complete without it: arrow keys, the box that goes to a date, the cards of names, and
   the filter and order of their index. */
(function () {
  "use strict";

  // Arrow keys turn the page, unless somebody types, scrolls sideways or holds a modifier.
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var relation = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    var target = event.target;
    if (!relation || (target.closest && target.closest("input, textarea, select, [contenteditable], [role], .np-table"))) return;
    var link = document.querySelector(".np-turning a[rel=" + relation + "]");
    if (link) link.click();
  });

  function goToDate(form) {
    var input = form.querySelector("input");
    var output = form.querySelector("output");
    function found(href) {
      output.textContent = href ? "" : form.dataset.missing;
      if (href) location.assign(href);
    }
    form.classList.add("np-ready");
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var day = input.value;
      var here = document.querySelector('.np-month a[data-date="' + day + '"]');
      if (here || !day) return found(here && here.href);
      // Another year: the list of all issues knows. A page opened as a file can't ask for it.
      fetch(form.dataset.index)
        .then(function (answer) { return answer.json(); })
        .then(function (issues) {
          var issue = issues.find(function (one) { return one.date === day; });
          found(issue && form.dataset.root + issue.url);
        })
        .catch(function () { found(null); });
    });
  }

  // The card of a name: its line at the foot of the story, shown beside the name.
  var hasPopovers = "popover" in HTMLElement.prototype;
  var card = null, named = null, timer = 0, pointer = "";

  function closeCard() {
    clearTimeout(timer);
    if (!named) return;
    named.title = named.dataset.title;
    named.removeAttribute("aria-describedby");
    card.remove();
    card = named = null;
  }

  function placeCard() {
    var room = 8, screen = document.documentElement;
    var box = named.getClientRects()[0];
    if (!box || box.bottom < 0 || box.top > screen.clientHeight) return closeCard();
    var below = box.bottom + room, above = box.top - card.offsetHeight - room;
    var fits = below + card.offsetHeight <= screen.clientHeight || above < 0;
    var left = Math.min(box.left, screen.clientWidth - card.offsetWidth - room);
    card.style.top = (fits ? below : above) + "px";
    card.style.left = Math.max(room, left) + "px";
  }

  function openCard(name) {
    clearTimeout(timer);
    if (name === named || !name.isConnected) return;
    closeCard();
    var root = name.closest(".np");
    var line = root && root.querySelector('.np-named [data-of="' + CSS.escape(name.dataset.entry) + '"]');
    if (!line || !hasPopovers) return;
    card = document.createElement("div");
    card.className = "np-card-of-name";
    card.id = "np-card-of-name";
    card.popover = "manual";
    card.append.apply(card, line.cloneNode(true).childNodes);
    root.append(card);
    // With its source known, the card comes right after the name in the order of the Tab key.
    card.showPopover({ source: name });
    named = name;
    name.dataset.title = name.title;
    name.removeAttribute("title");
    name.setAttribute("aria-describedby", card.id);
    placeCard();
  }

  function nameAt(event) { return event.target.closest && event.target.closest(".np-mention"); }
  function inCard(node) { return Boolean(card && node && card.contains(node)); }
  function later(what, wait) { clearTimeout(timer); timer = setTimeout(what, wait); }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType !== "mouse") return;
    var name = nameAt(event);
    if (inCard(event.target) || (name && name === named)) clearTimeout(timer);
    else if (name) later(function () { openCard(name); }, 180);
  });
  document.addEventListener("pointerout", function (event) {
    if (event.pointerType !== "mouse" || !(nameAt(event) || inCard(event.target))) return;
    later(closeCard, 260);
  });
  document.addEventListener("pointerdown", function (event) {
    pointer = event.pointerType;
    if (named && nameAt(event) !== named && !inCard(event.target)) closeCard();
  });
  // A finger's first tap opens the card, the second follows the link.
  document.addEventListener("click", function (event) {
    var name = nameAt(event);
    if (!name || pointer !== "touch" || name === named) return;
    openCard(name);
    if (named !== name) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("focusin", function (event) {
    var name = nameAt(event);
    if (name && name.matches(":focus-visible")) openCard(name);
    else if (named && !inCard(event.target) && event.target !== named) closeCard();
  });
  document.addEventListener("focusout", function (event) {
    if (named && !event.relatedTarget && pointer !== "touch" && !named.matches(":hover")) later(closeCard, 260);
  });
  document.addEventListener("keydown", function (event) {
    pointer = "";
    if (event.key !== "Escape" || !named) return;
    var name = named, back = inCard(document.activeElement);
    closeCard();
    if (back) {
      name.focus();
      closeCard();
    }
    event.stopPropagation();
  }, true);
  addEventListener("scroll", function () { if (named) placeCard(); }, { passive: true, capture: true });

  // The index of names: Han characters, pinyin without tones, and English find what they begin or hold.
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f\s'’·•.-]/g, "").toLowerCase();
  }

  function filterNames(form) {
    var input = form.querySelector("input"), output = form.querySelector("output");
    var groups = Array.from(form.parentNode.querySelectorAll(".np-group"), function (group) {
      var list = group.querySelector(".np-lines");
      return { group: group, list: list, lines: Array.from(list.children, function (line) {
        var names = Array.from(line.querySelector(".np-called").children, function (name) { return plain(name.textContent); });
        return { line: line, key: names.join("|"), count: parseInt(line.querySelector(".np-count").textContent.replace(/\D/g, ""), 10) };
      }) };
    });
    function filter() {
      var wanted = plain(input.value), found = 0;
      groups.forEach(function (one) {
        var here = 0;
        one.lines.forEach(function (line) {
          var shown = line.key.indexOf(wanted) >= 0;
          line.line.hidden = !shown;
          if (shown) here += 1;
        });
        one.group.hidden = !here;
        // Initials lead to the first line of a letter, which may be hidden or elsewhere now.
        one.group.classList.toggle("np-filtered", Boolean(wanted) || one.list.classList.contains("np-by-count"));
        found += here;
      });
      output.textContent = !wanted ? "" : found || form.dataset.none;
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var only = form.parentNode.querySelectorAll(".np-lines > li:not([hidden]) a");
      if (input.value && only.length) only[0].click();
    });
    input.addEventListener("input", filter);
    form.querySelectorAll("button").forEach(function (button) {
      button.addEventListener("click", function () {
        var byCount = button.dataset.order === "count";
        form.querySelectorAll("button").forEach(function (one) {
          one.setAttribute("aria-pressed", String(one === button));
        });
        groups.forEach(function (one) {
          var lines = byCount ? one.lines.slice().sort(function (a, b) { return b.count - a.count; }) : one.lines;
          one.list.classList.toggle("np-by-count", byCount);
          lines.forEach(function (line) { one.list.append(line.line); });
        });
        filter();
      });
    });
    form.classList.add("np-ready");
    filter();
  }

  function start() {
    document.querySelectorAll(".np-filter:not(.np-ready)").forEach(filterNames);
    // A name without a page is no link; the Tab key is to find its card all the same.
    document.querySelectorAll("span.np-mention").forEach(function (name) { name.tabIndex = 0; });
    document.querySelectorAll(".np-jump-to:not(.np-ready)").forEach(goToDate);
    document.querySelectorAll(".np-address:empty").forEach(function (place) {
      if (location.protocol !== "file:") place.textContent = location.href.split("#")[0];
    });
  }

  // Material's instant loading replaces the page without loading it anew.
  if (window.document$ && window.document$.subscribe) window.document$.subscribe(start);
  else start();
})();
