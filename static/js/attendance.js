// The quick line of the attendance list: who may be meant as a listbox, categories by one key, Enter adds. The form does
// the same without any of this.

const line = () => document.querySelector("form[data-line]");
const field = (name) => line()?.elements[name];
const options = () => [...document.querySelectorAll("#candidates .form-check")];
const radio = (option) => option.querySelector("input");
const isShown = (one) => one && one.getClientRects().length > 0;
//: keys of the categories, by their place on the keyboard, whatever the language of the keyboard
const KEYS = [..."1234567890"].map((key) => [key, `Digit${key}`]).concat([["-", "Minus"], ["=", "Equal"]]);
let active = null, wanted = false, asked = "";

const mark = (option) => {
  active?.setAttribute("aria-selected", "false");
  active = option;
  const name = field("q");
  if (!option) return name?.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  name.setAttribute("aria-activedescendant", option.id);
};

const close = () => {
  mark(null);
  field("q")?.setAttribute("aria-expanded", "false");
};

// Picking fills the line from the last time; each field can then be another as of this day. What was typed stays.
const pick = (option) => {
  const chosen = radio(option);
  chosen.checked = true;
  if (chosen.value === "new") return;
  for (const name of ["rank", "rank_qualifier", "honorific", "post", "institution", "category"]) {
    const one = field(name), proposed = chosen.getAttribute(`data-${name}`) || "";
    if (one.value && one.value !== one.dataset.proposed) continue;
    one.value = proposed;
    if (one.selectedIndex === -1) one.value = "";
    one.dataset.proposed = one.value;
  }
  field("shown").value = "on";
  field("sex_known").disabled = "sexKnown" in chosen.dataset;
};

const add = () => line().requestSubmit();

// What Enter in the name does once it is known who may be meant: nobody is chosen unless the arrows did.
const enter = () => {
  const found = options();
  if (active) {
    const isNew = radio(active).value === "new";
    pick(active);
    close();
    return isNew || !field("category").value ? field("category").focus() : add();
  }
  if (found.length > 1) return mark(found.find((one) => !radio(one).disabled));
  if (found.length) pick(found[0]);
  field("category").focus();
};

const arrange = () => {
  const name = field("q");
  if (!name) return;
  const found = options(), list = document.querySelector("#candidates fieldset");
  found.forEach((option, place) => {
    option.id = `option-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    if (radio(option).disabled) option.setAttribute("aria-disabled", "true");
    // Still sent, and chosen by its label; but an option holds nothing that takes the focus.
    radio(option).classList.add("d-none");
    radio(option).required = false;
  });
  if (list) {
    list.id = "who";
    list.querySelector("legend").setAttribute("role", "presentation");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", list.querySelector("legend").textContent);
  }
  active = null;
  name.removeAttribute("aria-activedescendant");
  name.setAttribute("aria-expanded", String(found.length > 1));
  name.setAttribute("aria-controls", list ? "who" : "candidates");
};

// The line as it is after each coming of the page: roles for readers of the screen, the keys beside the categories.
const prepare = () => {
  const name = field("q"), category = field("category");
  if (!name) return;
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list" }))
    name.setAttribute(key, value);
  document.getElementById("keys").hidden = false;
  const keys = document.createElement("p");
  keys.className = "keys small muted";
  keys.setAttribute("aria-hidden", "true");
  [...category.options].slice(1).forEach((option, place) => {
    if (!KEYS[place]) return;
    const label = document.createElement("span"), key = document.createElement("kbd");
    key.textContent = KEYS[place][0];
    label.append(key, ` ${option.textContent}`);
    label.addEventListener("click", () => { category.value = option.value; category.focus(); });
    keys.append(label);
  });
  category.closest(".row").after(keys);
  asked = name.value;
  arrange();
};

const onName = (event) => {
  const found = options().filter((one) => !radio(one).disabled);
  if (["ArrowDown", "ArrowUp"].includes(event.key) && found.length && !event.altKey) {
    const step = event.key === "ArrowDown" ? 1 : -1, place = found.indexOf(active);
    mark(found.at(place < 0 ? (step > 0 ? 0 : -1) : (place + step) % found.length));
  } else if (event.key === "Escape" && active) mark(null);
  else if (event.key === "Tab" && active) { pick(active); close(); return; }
  else if (event.key === "Enter" && event.target.value.trim() && !field("by_office").checked) {
    if (event.target.value === asked) enter();
    else { wanted = true; htmx.trigger(event.target, "pick"); }
  } else return;
  event.preventDefault();
};

const onCategory = (event) => {
  const place = KEYS.findIndex(([key, code]) => event.code === code || event.key === key);
  const option = place < 0 ? null : event.target.options[place + 1];
  if (!option) return false;
  event.target.value = option.value;
  [...line().querySelectorAll("select, input:not([type=hidden])")]
    .filter((one) => isShown(one) && !one.disabled && one.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_PRECEDING)[0]
    .focus();
  return true;
};

// In a long list of bodies the letters typed are looked for at the beginning of any word, with or without the article.
const bare = (text) => text.normalize("NFKD").replace(/[\u064b-\u065f\u0640\u0653-\u0655]/g, "").replace(/[\u0671]/g, "ا")
  .replace(/ى/g, "ي").replace(/ة/g, "ه").toLowerCase();
let letters = "", typedAt = 0;
const onInstitution = (event) => {
  if (event.key.length !== 1 || (event.key === " " && !letters) || event.ctrlKey || event.metaKey || event.altKey) return false;
  letters = event.timeStamp - typedAt > 1200 ? event.key : letters + event.key;
  typedAt = event.timeStamp;
  const start = bare(letters);
  const fits = (option) => {
    const words = bare(option.textContent).split(/\s+/);
    return words.some((_word, place) => {
      const rest = words.slice(place).join(" ");
      return rest.startsWith(start) || rest.replace(/^(وال|ال)/, "").startsWith(start);
    });
  };
  const found = [...event.target.options].find((option) => option.value && fits(option));
  if (found) event.target.value = found.value;
  return true;
};

document.addEventListener("keydown", (event) => {
  if (!line()?.contains(event.target) || event.isComposing) return;
  if (event.target === field("q")) return onName(event);
  let done = false;
  if (event.key === "Enter" && event.target.matches("select, input:not([type=radio])") && !event.ctrlKey && !event.metaKey) {
    add();
    done = true;
  } else if (event.target === field("category")) done = onCategory(event);
  else if (event.target === field("institution")) done = onInstitution(event);
  if (done) event.preventDefault();
});

// A whole column that is pasted into the name goes to the page that shows it line by line.
document.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text") ?? "";
  if (!line() || event.target !== field("q") || text.split(/\r?\n/).filter((one) => one.trim()).length < 2) return;
  event.preventDefault();
  const form = Object.assign(document.createElement("form"), { method: "post", action: line().dataset.paste });
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: line().querySelector("[name=csrfmiddlewaretoken]").value, text }))
    form.append(Object.assign(document.createElement("textarea"), { name, value }));
  document.body.append(form);
  form.submit();
});

document.addEventListener("change", (event) => {
  if (event.target.name === "person" && line()?.contains(event.target) && event.target.value !== "new")
    pick(event.target.closest(".form-check"));
});

// Closed minutes and an ended session lead to another page: that one is opened as a whole.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (target.id !== "list" || xhr.responseText.includes('id="list"')) return;
  event.detail.shouldSwap = false;
  location.assign(xhr.responseURL);
});
for (const failure of ["htmx:sendError", "htmx:responseError"])
  document.addEventListener(failure, () => { wanted = false; });

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt === field("q")) asked = event.detail.elt.value;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "candidates") {
    arrange();
    if (wanted) enter();
    wanted = false;
    return;
  }
  prepare();
  const wrong = line()?.querySelector("[aria-invalid=true], .is-invalid");
  const told = document.querySelector("#list .hint[role=status] p, #list [data-focus-first]");
  document.getElementById("told").textContent = told?.textContent.trim() || "";
  (wrong || field("q"))?.focus();
});
prepare();
