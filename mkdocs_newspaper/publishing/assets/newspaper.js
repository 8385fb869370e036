/* Nicer with it, complete without it: arrow keys, and the box that goes to a date. */
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

  function start() {
    document.querySelectorAll(".np-jump-to:not(.np-ready)").forEach(goToDate);
    document.querySelectorAll(".np-address:empty").forEach(function (place) {
      if (location.protocol !== "file:") place.textContent = location.href.split("#")[0];
    });
  }

  // Material's instant loading replaces the page without loading it anew.
  if (window.document$ && window.document$.subscribe) window.document$.subscribe(start);
  else start();
})();
