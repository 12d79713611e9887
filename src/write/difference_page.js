// SPDX-License-Identifier: MIT
// Filtering and sorting. Without this the page is complete: a table, the heaviest first.
(function () {
  "use strict";
  var PAUSE = 150; // milliseconds without a key before the text is looked for
  var FIRST = 500; // a browser takes long for more rows, and a reader longer
  var table = document.getElementById("differences");
  var form = document.getElementById("filter");
  var count = document.getElementById("count");
  var more = document.getElementById("more");
  if (table === null) {
    return;
  }

  // What can be chosen, by the name of what is held against it: "kind" is data-kind's words.
  var choices = Array.from(form.querySelectorAll("select"));

  // One record a difference or entry: a body of the table, whose rows belong together.
  var records = Array.from(table.tBodies, function (body, index) {
    return {
      body: body,
      index: index,
      order: Number(body.dataset.order),
      text: body.textContent.toLowerCase(),
      keys: null
    };
  });

  var sorted = records; // as the table has them
  var most = FIRST;

  function say(fitting, shown) {
    var words = fitting === records.length ? "All " + fitting : fitting + " of " + records.length;
    words += " " + (records.length === 1 ? table.dataset.one : table.dataset.many);
    count.textContent = words + (shown < fitting ? " fit, the first " + shown + " are shown." : " shown.");
    more.hidden = shown === fitting;
  }

  function fits(record, words) {
    return choices.every(function (choice) {
      return choice.value === "" ||
        record.body.dataset[choice.name].split(" ").includes(choice.value);
    }) && words.every(function (word) { return record.text.includes(word); });
  }

  // Shows the records that fit, the first of them in the order of the table.
  function filter() {
    // Every word must be somewhere in the rows.
    var words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    var fitting = 0;
    sorted.forEach(function (record) {
      var fit = fits(record, words);
      fitting += fit ? 1 : 0;
      record.body.hidden = !fit || fitting > most;
    });
    say(fitting, Math.min(fitting, most));
  }

  // The text of a record's first cell in each column; numbers in it compare as numbers.
  var collator = new Intl.Collator("en", { numeric: true });

  function keyOf(record, column) {
    if (record.keys === null) {
      record.keys = Array.from(record.body.rows[0].cells, function (cell) { return cell.textContent; });
    }
    return record.keys[column];
  }

  // Most columns compare by their text; weights as the page has them, the heaviest first.
  function compare(column, by) {
    if (by === "weight") {
      return function (a, b) { return b.index - a.index; };
    }
    if (by === "order") {
      return function (a, b) { return a.order - b.order; };
    }
    return function (a, b) { return collator.compare(keyOf(a, column), keyOf(b, column)); };
  }

  // Apart from the page, where each move would cost a layout.
  function rearrange() {
    var place = document.createComment("");
    table.replaceWith(place);
    sorted.forEach(function (record) { table.appendChild(record.body); });
    place.replaceWith(table);
  }

  function sort(heading) {
    var column = heading.cellIndex;
    var before = heading.getAttribute("aria-sort");
    var up = heading.dataset.by === "weight" ? before === "descending" : before !== "ascending";
    var by = compare(column, heading.dataset.by);
    sorted = records.slice().sort(function (a, b) {
      var found = by(a, b);
      return (up ? found : -found) || a.index - b.index;
    });
    headings.forEach(function (other) { other.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    rearrange();
    filter();
    count.textContent += " Sorted by " + heading.textContent + (up ? ", ascending." : ", descending.");
  }

  var headings = Array.from(table.tHead.rows[0].cells);
  headings.forEach(function (heading) {
    var button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", function () {
      sort(heading);
      button.focus(); // it was off the page meanwhile
    });
    heading.append(button);
  });

  // Chooses what is shown as WANTED, or has it as its value; what is neither changes nothing.
  function choose(choice, wanted) {
    var options = Array.from(choice.options);
    var found = options.find(function (option) { return option.text === wanted; }) ||
      options.find(function (option) { return option.value === wanted; });
    if (found) {
      found.selected = true;
    }
  }

  // "#weight=weaker&text=mail&sort=kind" at the end of the address: a view that can be linked to.
  function look() {
    var wanted = new URLSearchParams(location.hash.slice(1));
    if (wanted.has("text")) {
      form.elements.text.value = wanted.get("text");
    }
    choices.forEach(function (choice) { choose(choice, wanted.get(choice.name)); });
    filter();
    headings.forEach(function (heading) {
      if (heading.dataset.sort === wanted.get("sort") && !heading.hasAttribute("aria-sort")) {
        sort(heading);
      }
    });
  }

  var timer = 0;
  function changed(event) {
    clearTimeout(timer);
    timer = setTimeout(filter, event.target.type === "search" ? PAUSE : 0);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () {
    most = FIRST;
    timer = setTimeout(filter, 0);
  });
  more.addEventListener("click", function () {
    most = Infinity;
    filter();
    count.focus();
  });
  form.hidden = false;
  window.addEventListener("hashchange", look);
  look(); // filters also by what a browser may have kept from before
}());
