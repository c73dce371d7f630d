// Everything that is encrypted in the browser: AES-GCM, under keys that no script can take out again. Needs no page.

// Rounds of PBKDF2 between a passphrase and its key.
export const ROUNDS = 600_000;
export const FEWEST_WORDS = 5;
const FEWEST_LETTERS = 3;
// The length of a ciphertext tells in steps of so many bytes how much was written.
const STEP = 4096;

const utf8 = new TextEncoder();
export const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));
export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
export const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const aes = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

// A key that closes other keys. What it was made of is overwritten.
export const wrappingKey = async (raw) => {
  const key = await aes(raw);
  raw.fill(0);
  return key;
};

// The two keys of a device's data: one closes records, one gives them names that tell nothing. `raw` is overwritten.
export const dataKeys = async (raw) => {
  const base = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveKey"]);
  raw.fill(0);
  const derive = (info, algorithm, uses) =>
    crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: utf8.encode(info) }, base, algorithm, false, uses);
  const [records, names] = await Promise.all([
    derive("muntada records", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    derive("muntada names", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  ]);
  return { records, names };
};

// How a passphrase is read: keyboards differ in hamza, marks and digits of blanks; the words count.
export const wordsOf = (phrase) =>
  phrase.normalize("NFKC").toLowerCase().replace(/[\u0640\u064b-\u065f\u0670]/g, "").replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627")
    .replaceAll("\u0649", "\u064a").replaceAll("\u0629", "\u0647").split(/[\s\-\u060c,.]+/).filter(Boolean);

// At least five different words of three letters or more.
export const isStrong = (phrase) =>
  new Set(wordsOf(phrase).filter((word) => [...word].length >= FEWEST_LETTERS)).size >= FEWEST_WORDS;

export const phraseKey = async (phrase, salt, rounds) => {
  const base = await crypto.subtle.importKey("raw", utf8.encode(wordsOf(phrase).join(" ")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: Math.max(rounds, ROUNDS) }, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

// Bytes under a key; `label` is bound to them, so that a ciphertext put at another place does not open.
export const close = async (key, bytes, label) => {
  const iv = random(12);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(label) }, key, bytes);
  return { iv, bytes: new Uint8Array(closed) };
};

// The bytes, or null where the key or the place is another.
export const open = async (key, closed, label) => {
  try {
    const options = { name: "AES-GCM", iv: closed.iv, additionalData: utf8.encode(label) };
    return new Uint8Array(await crypto.subtle.decrypt(options, key, closed.bytes));
  } catch {
    return null;
  }
};

export const closeValue = async (keys, value, label) => {
  const text = utf8.encode(JSON.stringify(value));
  const padded = new Uint8Array(Math.ceil((text.length + 1) / STEP) * STEP).fill(32); // blanks, which JSON does not mind
  padded.set(text);
  return close(keys.records, padded, label);
};

export const openValue = async (keys, closed, label) => {
  const bytes = await open(keys.records, closed, label);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
};

// The name under which something is kept: the same for the same words, and nothing to whoever lacks the key.
export const nameFor = async (keys, ...words) =>
  toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", keys.names, utf8.encode(words.join("\0")))));
