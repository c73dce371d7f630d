// The code may stand behind the `#` of the address on a paper, which no server and no other site gets to see.
// It is put into the field and taken out of the address; nothing is sent by itself.
const field = document.querySelector('input[name="code"]');
const code = location.hash.slice(1);
if (field && code) {
  if (!field.value) field.value = code;
  history.replaceState(null, "", location.pathname);
}
