/* Nicer with it, complete without it: arrow keys, the box that goes to a date, the cards of names, the filter
   and order of their index, and the reading aids of a story. */
(function () {
  "use strict";

  // Arrow keys turn the page, unless somebody types, scrolls sideways or holds a modifier.
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var keys = getComputedStyle(document.body).direction === "rtl" ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
    var relation = ["prev", "next"][keys.indexOf(event.key)];
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
    var root = name.closest(".np") || document.querySelector(".np-linked");
    var line = root && root.querySelector('.np-named [data-of="' + CSS.escape(name.dataset.entry) + '"]');
    if (!line || !hasPopovers) return;
    card = document.createElement("div");
    card.className = "np-card-of-name";
    card.id = "np-card-of-name";
    card.popover = "manual";
    card.append.apply(card, line.cloneNode(true).childNodes);
    // What the OCR printed where the name stands, of which the text shows the corrected form.
    var corrected = name.querySelector(".np-corrected[title]") || name.closest(".np-corrected[title]");
    if (corrected) {
      var printed = document.createElement("p");
      printed.className = "np-printed";
      printed.textContent = corrected.title;
      card.append(printed);
    }
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

  // Reading aids: side by side, pinyin, the other script; switched by word or key, remembered, off by default.
  // Keys that Material and MkDocs leave free: they have / f n p s , . and ?
  var AID_KEYS = { b: "beside", e: "language", j: "script", y: "pinyin" };
  var STORED = "np-aids", canFetch = location.protocol !== "file:";
  var fetched = {}, drawn = new WeakMap();

  function remembered() {
    try {
      var kept = JSON.parse(localStorage.getItem(STORED));
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch (error) { return {}; }
  }

  function remember(aid, on) {
    var kept = remembered();
    kept[aid] = on;
    try { localStorage.setItem(STORED, JSON.stringify(kept)); } catch (error) { /* then for this page alone */ }
  }

  function toolOf(aid) { return document.querySelector('.np-tools [data-aid="' + aid + '"]'); }
  function isOn(aid) { var tool = toolOf(aid); return Boolean(tool && tool.checked); }

  // The passage at the top of the screen: what a reader is at, here and on the page in the other language.
  function reading() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var box = target && target.getBoundingClientRect();
    if (box && box.bottom > 0 && box.top < innerHeight) return target;
    return scrollY < 150 ? null : Array.from(document.querySelectorAll(".np-text [id]")).find(function (one) {
      var place = one.getBoundingClientRect();
      return place.height > 0 && place.bottom > 100;
    });
  }

  function place() {
    var at = reading();
    return at && { at: at, top: at.getBoundingClientRect().top };
  }

  // Whatever grows or shrinks above it, the passage that is read stays where it is.
  function inPlace(change, before) {
    var was = before || place();
    change();
    if (was && was.at.isConnected) scrollTo({ top: scrollY + was.at.getBoundingClientRect().top - was.top, behavior: "instant" });
  }

  function get(url, as) {
    fetched[url] = fetched[url] || fetch(url).then(function (answer) {
      if (!answer.ok) throw answer.status;
      return answer[as]();
    }).catch(function () { delete fetched[url]; });
    return fetched[url];
  }

  function syllables(word, from, to) {
    var parts = word.said.split("/");
    if (to - from === word.end - word.start) return parts.join("");
    // Cut by a link or a correction: each part its own syllables.
    if (parts.length === word.end - word.start) return parts.slice(from, to).join("").replace(/^’/, "");
    return from ? "" : parts.join("");
  }

  function withRuby(text, at, end, words) {
    var made = document.createElement("span"), done = at;
    words.forEach(function (word) {
      var from = Math.max(word.start, at), to = Math.min(word.end, end);
      if (from >= to) return;
      var ruby = document.createElement("ruby"), over = document.createElement("rt");
      // Drawn by the style sheet, the pinyin is no text: neither copied, nor searched, nor read aloud twice.
      over.dataset.pinyin = syllables(word, from - word.start, to - word.start).replace(/_/g, " ");
      over.setAttribute("aria-hidden", "true");
      ruby.append(text.slice(from, to), over);
      made.append(text.slice(done, from));
      // A word is kept whole; lines break between words, but for an opening bracket's.
      if (from && !/[（“‘《〈「『【〔—·$(]/.test(text[from - 1])) made.append(document.createElement("wbr"));
      made.append(ruby);
      done = to;
    });
    made.append(text.slice(done, end));
    return made;
  }

  function textNodes(element) {
    var walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [], node;
    var table = element.matches(".np-table");
    while ((node = walker.nextNode())) {
      var parent = node.parentNode;
      if (!parent.closest(".np-state, .np-permalink") && (!table || parent.closest("td"))) found.push({ was: node, is: node });
    }
    return found;
  }

  function checkOf(text) {
    var sum = 0;
    for (var i = 0; i < text.length; i += 1) sum += (text.charCodeAt(i) & 255) + (text.charCodeAt(i) >> 8);
    return sum;
  }

  // One passage with pinyin, in the other script, with both or as printed; links and corrections stay what they are.
  function draw(element, field, pinyin, to) {
    var parts = field.split("|"), known = drawn.get(element);
    if (!known) {
      known = { nodes: textNodes(element), lang: element.getAttribute("lang") };
      known.text = known.nodes.map(function (one) { return one.was.data; }).join("");
      if (checkOf(known.text) !== +parts[0]) return;
      drawn.set(element, known);
    }
    var text = known.text, words = [], at = 0;
    if (to && parts[2]) parts[2].split(" ").forEach(function (token) {
      var place = parseInt(token, 10), other = token.replace(/^\d+/, "");
      text = text.slice(0, place) + other + text.slice(place + other.length);
    });
    if (pinyin) parts[1].split(" ").forEach(function (token) {
      var size = parseInt(token, 10) || 0, said = token.replace(/^\d+/, "");
      if (said) words.push({ start: at, end: at + size, said: said });
      at += size;
    });
    at = 0;
    known.nodes.forEach(function (one) {
      var size = one.was.length;
      var made = pinyin || to ? withRuby(text, at, at + size, words) : one.was;
      one.is.replaceWith(made);
      one.is = made;
      at += size;
    });
    if (to) element.lang = to;
    else if (known.lang === null) element.removeAttribute("lang");
    else element.lang = known.lang;
  }

  function passageOf(root, prefix, field) {
    var marked = root.querySelector('[data-field="' + field + '"]');
    var at = marked || document.getElementById(prefix + field);
    if (!at || marked) return at;
    if (at.matches(".np-jump")) return at.querySelector("span:not([aria-hidden])");
    return at.querySelector(".np-source-text") || at.querySelector(".np-caption") || at;
  }

  function annotate() {
    closeCard();
    document.querySelectorAll(".np [data-reading]").forEach(function (text) {
      var wanted = isOn("pinyin") || isOn("script");
      if (!wanted && !text.classList.contains("np-annotated")) return;
      get(new URL(text.dataset.reading, location.href).href, "json").then(function (data) {
        if (!text.isConnected) return;
        if (!data || data.version !== 1) {
          // Without its data an aid is off on this page; the wish stays.
          ["pinyin", "script"].forEach(function (aid) { var tool = toolOf(aid); if (tool) tool.checked = false; });
          return;
        }
        var fragment = text.closest(".np-fragment");
        text.classList.add("np-annotated");
        inPlace(function () {
          Object.keys(data.fields).forEach(function (field) {
            var at = passageOf(fragment || text.closest(".np"), fragment ? fragment.id + "-" : "", field);
            if (at) draw(at, data.fields[field], isOn("pinyin"), isOn("script") && data.to);
          });
        });
      });
    });
  }

  // In the newspaper's own language the translation comes from the page's twin, when it is asked for.
  function adopted(told, base, lang, tag) {
    var copy = document.createElement(tag || told.tagName);
    copy.className = told.className;
    copy.lang = lang;
    copy.append.apply(copy, document.importNode(told, true).childNodes);
    copy.querySelectorAll(".np-permalink").forEach(function (link) { link.remove(); });
    copy.querySelectorAll("a[href]").forEach(function (link) { link.href = new URL(link.getAttribute("href"), base).href; });
    return copy;
  }

  function addTwin(twin, base) {
    var lang = twin.querySelector(".np").lang;
    twin.querySelectorAll(".np-pair[id]").forEach(function (pair) {
      var here = document.getElementById(pair.id), told = pair.querySelector(":scope > :is(.np-translation, p.np-state)");
      if (!here || !told || here.closest(".np-pair")) return;
      var both = document.createElement("div");
      both.className = pair.className + " np-twin";
      here.replaceWith(both);
      both.append(here, adopted(told, base, lang, /^H/.test(told.tagName) && "p"));
    });
    twin.querySelectorAll("figure[id] .np-caption.np-translation").forEach(function (told) {
      var here = document.getElementById(told.closest("figure").id), caption = here && here.querySelector(".np-caption");
      if (caption && !here.querySelector(".np-translation")) caption.after(adopted(told, base, lang));
    });
    twin.querySelectorAll(".np-article-head, .np-fragment").forEach(function (head) {
      var here = head.id ? document.getElementById(head.id) : document.querySelector(".np-article-head");
      var lines = here && here.querySelectorAll(":scope > :is(.np-kicker, .np-headline, .np-deck)");
      var told = head.querySelectorAll(":scope > .np-translation");
      if (!lines || !lines.length || !told.length || here.querySelector(":scope > .np-printed-head")) return;
      var both = document.createElement("div");
      both.className = "np-printed-head np-twin-head";
      told.forEach(function (line) {
        var copy = adopted(line, base, lang, "p");
        copy.className = line.className.replace(/np-(kicker|headline|deck)/, "np-printed-$1");
        both.append(copy);
      });
      lines[lines.length - 1].after(both);
    });
  }

  function dropTwin() {
    document.querySelectorAll(".np-twin").forEach(function (both) { both.replaceWith(both.firstElementChild); });
    document.querySelectorAll(".np-twin-head, .np-caption + .np-caption.np-translation").forEach(function (one) { one.remove(); });
  }

  function besides(tool) {
    if (!tool) return;
    var twin = tool.dataset.twin && new URL(tool.dataset.twin, location.href).href;
    if (!twin) return document.querySelectorAll("details.np-source").forEach(function (source) { source.open = tool.checked; });
    if (!tool.checked) return dropTwin();
    get(twin, "text").then(function (html) {
      if (!html) tool.checked = false;
      else if (tool.isConnected && tool.checked) inPlace(function () { addTwin(new DOMParser().parseFromString(html, "text/html"), twin); });
    });
  }

  function startAids(tools) {
    var kept = remembered();
    tools.classList.add(canFetch ? "np-ready" : "np-of-file");
    ["beside", "pinyin", "script"].forEach(function (aid) {
      var tool = toolOf(aid);
      if (tool) tool.checked = kept[aid] === true && (canFetch || !tool.closest(".np-scripted"));
    });
    if (isOn("beside")) besides(toolOf("beside"));
    if (isOn("pinyin") || isOn("script")) annotate();
  }

  // The style sheet moves the text before the box says that it has changed: the place is noted earlier.
  var noted = null;
  document.addEventListener("change", function (event) {
    var tool = event.target, aid = tool.dataset && tool.dataset.aid, before = noted;
    if (!aid) return;
    noted = null;
    remember(aid, tool.checked);
    inPlace(function () { if (aid === "beside") besides(tool); }, before);
    if (aid !== "beside") annotate();
  });
  // The page in the other language opens at the same passage.
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest(".np-tool") && !event.target.dataset.aid) noted = place();
    var link = event.target.closest && event.target.closest('[data-aid="language"]');
    var at = link && reading();
    if (link) link.hash = at ? at.id : "";
  }, true);
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat || event.isComposing) return;
    var target = event.target, aid = AID_KEYS[event.key];
    if (event.key === " " && target.dataset && target.dataset.aid) noted = place();
    if (!aid || (target.closest && target.closest("input:not([data-aid]), textarea, select, [contenteditable]"))) return;
    var tool = toolOf(aid);
    if (!tool || (tool.closest(".np-scripted") && !canFetch)) return;
    if (aid === "language" && document.querySelectorAll('[data-aid="language"]').length > 1) return;
    noted = place();
    tool.click();
  });

  // A page image over the whole window: wheel, two fingers, keys; moved by dragging. Escape closes it.
  function enlarge(link) {
    var box = document.createElement("dialog"), image = new Image(), close = document.createElement("button");
    var scale = 1, x = 0, y = 0, fingers = new Map();
    box.className = "np-zoomed";
    box.setAttribute("aria-label", link.querySelector("img").alt);
    image.src = link.href;
    image.alt = link.querySelector("img").alt;
    image.draggable = false;
    close.textContent = link.dataset.close;
    close.onclick = function () { box.close(); };
    box.append(close, image);
    box.onclose = function () { box.remove(); link.focus(); };

    function draw() { image.style.transform = "translate(" + x + "px," + y + "px) scale(" + scale + ")"; }
    // The point under the pointer stays where it is.
    function zoom(factor, at) {
      var wanted = Math.min(10, Math.max(1, scale * factor)), by = wanted / scale;
      var px = at ? at.clientX - innerWidth / 2 : 0, py = at ? at.clientY - innerHeight / 2 : 0;
      x = wanted === 1 ? 0 : px - (px - x) * by;
      y = wanted === 1 ? 0 : py - (py - y) * by;
      scale = wanted;
      draw();
    }
    function spread() {
      var two = Array.from(fingers.values());
      return Math.hypot(two[0].clientX - two[1].clientX, two[0].clientY - two[1].clientY);
    }
    box.addEventListener("wheel", function (event) {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 500), event);
    }, { passive: false });
    box.addEventListener("dblclick", function (event) { zoom(scale > 1 ? 0 : 3, event); });
    box.addEventListener("pointerdown", function (event) {
      if (event.target === close) return;
      box.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
    });
    box.addEventListener("pointermove", function (event) {
      var last = fingers.get(event.pointerId), before = fingers.size === 2 && spread();
      if (!last) return;
      fingers.set(event.pointerId, event);
      if (before) return zoom(spread() / before, event);
      x += event.clientX - last.clientX;
      y += event.clientY - last.clientY;
      draw();
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      box.addEventListener(name, function (event) { fingers.delete(event.pointerId); });
    });
    box.addEventListener("keydown", function (event) {
      var step = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      var factor = { "+": 1.4, "=": 1.4, "-": 1 / 1.4, "0": 0 }[event.key];
      event.stopPropagation();
      if (step) { x += step[0] * 80; y += step[1] * 80; draw(); }
      else if (factor !== undefined) zoom(factor);
      else return;
      event.preventDefault();
    });
    document.body.append(box);
    box.showModal();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".np-scan a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    enlarge(link);
  });

  // A citation is copied with one click; printed, it is unfolded.
  function offerCopy(cited) {
    if (!navigator.clipboard) return;
    var words = cited.closest("[data-copy]").dataset;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "np-copy";
    button.textContent = words.copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(cited.textContent.trim()).then(function () {
        button.textContent = words.copied;
        setTimeout(function () { button.textContent = words.copy; }, 2000);
      });
    });
    cited.classList.add("np-ready");
    cited.after(button);
  }

  var unfolded = [];
  addEventListener("beforeprint", function () {
    unfolded = Array.from(document.querySelectorAll(".np-citation details:not([open])"));
    unfolded.forEach(function (one) { one.open = true; });
  });
  addEventListener("afterprint", function () {
    unfolded.forEach(function (one) { one.open = false; });
  });

  function start() {
    document.querySelectorAll(".np-cited:not(.np-ready)").forEach(offerCopy);
    document.querySelectorAll(".np-tools:not(.np-ready, .np-of-file)").forEach(startAids);
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
