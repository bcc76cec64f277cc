// Drag somebody onto somebody else or onto a table; by keyboard, Space, arrows, Space. Both fill and send the form of the
// two lists: whatever is allowed or refused is decided there, and without this file everything is done there.
"use strict";

const board = document.querySelector("[data-plan]");
const form = document.getElementById("deplacer");
const live = document.getElementById("annonce");

if (board && form && live) {
  const people = [...board.querySelectorAll("[data-person]")];
  let held = null;
  let aimed = null;

  const say = (text, values) => {
    live.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
  const tableOf = (element) => element.closest("[data-table]");
  const number = (element) => tableOf(element).dataset.table;
  const isPerson = (element) => element.matches("[data-person]");

  const aim = (target) => {
    aimed?.classList.remove("est-visee");
    aimed = target;
    aimed?.classList.add("est-visee");
  };

  const take = (person) => {
    held = person;
    person.classList.add("est-prise");
  };

  const letGo = () => {
    held?.classList.remove("est-prise");
    held = null;
    aim(null);
  };

  // Where somebody may go: a free place of another table first, then whoever sits there.
  const targets = () =>
    [...board.querySelectorAll("[data-table]")]
      .filter((table) => table !== tableOf(held))
      .flatMap((table) => [
        ...(Number(table.dataset.places) ? [table] : []),
        ...table.querySelectorAll("[data-person]"),
      ]);

  const describe = (target) => {
    const values = { who: target.dataset.name, table: number(target) };
    say(isPerson(target) ? board.dataset.swap : board.dataset.free, values);
  };

  const send = (target) => {
    const who = held;
    if (!isPerson(target) && !Number(target.dataset.places)) {
      say(board.dataset.full, { table: target.dataset.table });
      letGo();
      return;
    }
    form.elements.qui.value = who.dataset.person;
    form.elements.vers.value = isPerson(target) ? `personne:${target.dataset.person}` : `table:${target.dataset.table}`;
    say(board.dataset.sent, { who: who.dataset.name });
    letGo();
    form.requestSubmit();
  };

  const step = (key) => {
    const all = targets();
    if (!all.length) return;
    const forward = key === "ArrowRight" || key === "ArrowDown";
    const byTable = key === "ArrowLeft" || key === "ArrowRight";
    let at = all.indexOf(aimed);
    const from = at < 0 ? null : number(all[at]);
    do {
      at = (at + (forward ? 1 : -1) + all.length) % all.length;
    } while (byTable && from && number(all[at]) === from && all.some((each) => number(each) !== from));
    aim(all[at]);
    all[at].scrollIntoView({ block: "nearest" });
    describe(all[at]);
  };

  // A click or a tap, a screen reader's too, leads to the two lists with this person already chosen.
  const choose = (person) => {
    letGo();
    form.elements.qui.value = person.dataset.person;
    form.scrollIntoView({ block: "nearest" });
    form.elements.vers.focus();
    say(board.dataset.choose, { who: person.dataset.name });
  };

  const onKey = (event) => {
    const person = event.currentTarget;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (held === person && aimed) send(aimed);
      else if (held === person) {
        say(board.dataset.left, { who: person.dataset.name });
        letGo();
      }
      else {
        letGo();
        take(person);
        say(board.dataset.taken, { who: person.dataset.name });
      }
    } else if (held === person && event.key.startsWith("Arrow")) {
      event.preventDefault();
      step(event.key);
    } else if (held === person && event.key === "Escape") {
      say(board.dataset.left, { who: person.dataset.name });
      letGo();
    }
  };

  // What lies under the pointer: somebody of another table, else that table.
  const under = (event) => {
    const table = event.target.closest("[data-table]");
    if (!held || !table || table === tableOf(held)) return null;
    return event.target.closest("[data-person]") ?? event.target.closest(".place")?.querySelector("[data-person]") ?? table;
  };

  for (const person of people) {
    person.draggable = true;
    person.tabIndex = 0;
    person.setAttribute("role", "button");
    person.setAttribute("aria-roledescription", board.dataset.role);
    person.setAttribute("aria-describedby", "mode-emploi");
    person.addEventListener("keydown", onKey);
    person.addEventListener("click", () => choose(person));
    person.addEventListener("blur", () => held === person && !person.matches(".est-tiree") && letGo());
    person.addEventListener("dragstart", (event) => {
      letGo();
      person.classList.add("est-tiree");
      take(person);
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", person.dataset.name);
    });
    person.addEventListener("dragend", () => {
      person.classList.remove("est-tiree");
      letGo();
    });
  }
  board.addEventListener("dragover", (event) => {
    const target = under(event);
    aim(target);
    if (target) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const target = under(event);
    if (!target) return;
    event.preventDefault();
    send(target);
  });

  form.elements.vers.addEventListener("change", () => say("", {}));
  document.addEventListener("pointerdown", () => say("", {}));
  for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
  if (location.hash.startsWith("#p-")) {
    document.getElementById(location.hash.slice(1))?.focus();
  }
}
