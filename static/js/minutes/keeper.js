// Keeps minutes on this device, as ciphertext, until they are on the server: `load`, `keep` and `forget` are what sync.js asks for.
//
// A user has one data key on a device. It is made here, never leaves the browser, and lies here closed: by the key that the
// server hands over after signing in, and, where he works without internet, by his passphrase. Each window writes records of its
// own; those of windows that are gone are taken over by the next one that opens the same minutes.

import { ROUNDS, close, closeValue, dataKeys, fromBase64, isStrong, nameFor, open, openValue, phraseKey, random, toBase64, wrappingKey } from "./crypto.js";
import * as store from "./store.js";

const locked = (work) => navigator.locks.request("muntada-store", work);
const lockOf = (tab) => `muntada-window-${tab}`;
const KEY_BYTES = 32;

export class PhraseTooWeak extends Error {}

// The server's keys for whoever is signed in, newest first; null where nobody is, or he has no right to drafts.
const handedOver = async ({ url, token }) => {
  const headers = { "X-CSRFToken": token, "X-Background": "1" };
  const answer = await fetch(url, { method: "POST", headers, redirect: "manual", cache: "no-store" });
  if (!answer.ok) return null;
  const { key, earlier } = await answer.json();
  return Promise.all([key, earlier].filter(Boolean).map((text) => wrappingKey(fromBase64(text))));
};

// The device that one of the keys opens, and its data key; the newest key closes it from now on.
const ownDevice = async (keys) => {
  for (const device of await store.devices()) {
    for (const key of keys) {
      const raw = await open(key, device.server, device.id);
      if (!raw) continue;
      if (key !== keys[0]) device.server = await close(keys[0], raw, device.id);
      return { device, raw };
    }
  }
  return null;
};

const newDevice = async (keys) => {
  const [id, raw] = [toBase64(random(16)), random(KEY_BYTES)];
  return { device: { id, server: await close(keys[0], raw, id), phrase: null }, raw };
};

// A keeper for whoever is signed in. Null where nobody is, or, without `create`, where he has nothing here. Throws without a net.
export const openBySignIn = async (door, { create = true } = {}) => {
  if (!create && !(await store.exists())) return null;
  const keys = await handedOver(door);
  if (!keys) return null;
  return locked(async () => {
    await store.sweep();
    const own = (await ownDevice(keys)) ?? (create ? await newDevice(keys) : null);
    if (!own) return null;
    await store.putDevice(own.device);
    return new Keeper(own.device, await dataKeys(own.raw));
  });
};

// A keeper for whoever knows a passphrase that was chosen on this device; null for any other.
export const openByPhrase = async (phrase) =>
  locked(async () => {
    await store.sweep();
    for (const device of await store.devices()) {
      if (!device.phrase) continue;
      const key = await phraseKey(phrase, device.phrase.salt, device.phrase.rounds);
      const raw = await open(key, device.phrase, device.id);
      if (!raw) continue;
      await store.putDevice(device);
      return new Keeper(device, await dataKeys(raw));
    }
    return null;
  });

// Whether anybody works without internet on this device.
export const hasPhrase = async () => (await store.exists()) && (await store.devices()).some((device) => device.phrase);

// Closes the data key by a passphrase too, in place of the one before. Throws PhraseTooWeak; false where nobody is signed in.
export const turnOn = async (door, phrase) => {
  if (!isStrong(phrase)) throw new PhraseTooWeak();
  const keys = await handedOver(door);
  if (!keys) return false;
  const salt = random(16);
  const key = await phraseKey(phrase, salt, ROUNDS);
  await locked(async () => {
    const { device, raw } = (await ownDevice(keys)) ?? (await newDevice(keys));
    await store.putDevice({ ...device, phrase: { salt, rounds: ROUNDS, ...(await close(key, raw, device.id)) } });
    raw.fill(0);
  });
  // Asked so that the browser does not make room here by itself.
  await navigator.storage?.persist?.();
  return true;
};

// Keeps what another window's or another start's record holds of the same minutes together: no change twice, oldest first.
const merged = (values) => {
  const changes = new Map();
  for (const value of values) for (const change of value.changes) changes.set(change.key, change);
  const newest = values.at(-1);
  return { forum: newest.forum, at: newest.at, data: newest.data, changes: [...changes.values()] };
};

export class Keeper {
  #device; #keys; #tab = toBase64(random(9)); #begun;
  // Outlives the page; and whether it opens without a net.
  lasting = true;

  constructor(device, keys) {
    [this.#device, this.#keys, this.phrase] = [device.id, keys, Boolean(device.phrase)];
    // Held as long as this window lives: others leave its records alone.
    this.#begun = new Promise((resolve) => navigator.locks.request(lockOf(this.#tab), () => (resolve(), new Promise(() => {}))));
  }

  // {data, changes} of these minutes, or null. What windows that are gone left behind belongs to this one from now on.
  async load(forum) {
    await this.#begun;
    return locked(async () => {
      const found = (await this.#values()).filter(({ value }) => value.forum === forum);
      if (found.length === 0) return null;
      const living = await this.#livingTabs();
      const mine = found.filter(({ value }) => value.tab === this.#tab || !living.has(value.tab));
      const whole = merged([...found.map(({ value }) => ({ ...value, changes: [] })), ...mine.map(({ value }) => value)].sort((a, b) => a.at - b.at));
      if (mine.length > 0) await this.#write(mine.map(({ id }) => id), forum, whole);
      return { data: whole.data, changes: whole.changes };
    });
  }

  // On the disk when it resolves. False where the device was emptied meanwhile (signed out, wiped): nothing is written then.
  async keep(forum, data, changes) {
    await this.#begun;
    return locked(async () => {
      const device = await store.device(this.#device);
      if (!device) return false;
      this.phrase = Boolean(device.phrase);
      if (changes.length === 0 && !device.phrase) await store.replaceRecords([await this.#nameFor(forum)], []);
      else await this.#write([], forum, { at: Date.now(), data: { ...data, lang: data.lang ?? document.documentElement.lang }, changes });
      return true;
    });
  }

  // Deletes these minutes from the device, what other windows keep of them excepted.
  async forget(forum) {
    await locked(async () => store.replaceRecords([await this.#nameFor(forum)], []));
  }

  // All minutes that are kept here: [{forum, at, data, changes}], the newest first. Changes of living windows are among them.
  async all() {
    const byForum = new Map();
    for (const { value } of (await this.#values()).sort((a, b) => a.value.at - b.value.at)) byForum.set(value.forum, [...(byForum.get(value.forum) ?? []), value]);
    return [...byForum.values()].map(merged).sort((a, b) => b.at - a.at);
  }

  // Takes changes that are on the server now out of all records of these minutes, whichever window kept them.
  async sent(forum, keys) {
    const gone = new Set(keys);
    await locked(async () => {
      for (const { id, value } of await this.#values()) {
        if (value.forum !== forum) continue;
        const row = await closeValue(this.#keys, { ...value, changes: value.changes.filter((change) => !gone.has(change.key)) }, id);
        await store.replaceRecords([], [{ id, owner: this.#device, ...row }]);
      }
    });
  }

  // For the sign-out: deletes what is on the server, and everything where nothing else is left; how many changes are.
  async leave() {
    return locked(async () => {
      const values = await this.#values();
      const left = values.reduce((count, { value }) => count + value.changes.length, 0);
      if (left === 0) await store.removeDevice(this.#device);
      else await store.replaceRecords(values.filter(({ value }) => value.changes.length === 0).map(({ id }) => id), []);
      return left;
    });
  }

  async worksOffline() {
    return Boolean((await store.device(this.#device))?.phrase);
  }

  async turnOff() {
    await locked(async () => store.putDevice({ ...(await store.device(this.#device)), phrase: null }));
  }

  async wipe() {
    await locked(() => store.removeDevice(this.#device));
  }

  #nameFor(forum, tab = this.#tab) {
    return nameFor(this.#keys, forum, tab);
  }

  async #values() {
    const rows = await store.recordsOf(this.#device);
    const values = await Promise.all(rows.map(async (row) => ({ id: row.id, value: await openValue(this.#keys, row, row.id) })));
    return values.filter(({ value }) => value);
  }

  async #livingTabs() {
    const { held } = await navigator.locks.query();
    return new Set(held.filter((lock) => lock.name.startsWith(lockOf(""))).map((lock) => lock.name.slice(lockOf("").length)));
  }

  async #write(gone, forum, { at, data, changes }) {
    const id = await this.#nameFor(forum);
    const row = await closeValue(this.#keys, { forum, tab: this.#tab, at, data, changes }, id);
    await store.replaceRecords(gone.filter((other) => other !== id), [{ id, owner: this.#device, ...row }]);
  }
}
