// What lies on this device: ciphertext alone, under names that tell nothing. No key is ever written.
//
// devices  {id, until, server: closed, phrase: {salt, rounds, iv, bytes} or null}   a user's data key, closed by the key that the
//          server gives him after signing in, and by his passphrase where he works without internet
// records  {id, owner, until, iv, bytes}                                            minutes, closed by the data key of the device `owner`
//
// `until` is the day after which it is deleted, and the one thing that is not encrypted.

const NAME = "muntada";
const DAY = 24 * 3600 * 1000;
// As accounts/services/drafts.py.
export const DAYS = 30;

export const untilDay = () => Math.ceil(Date.now() / DAY) + DAYS;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened;
const database = () => {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("devices", { keyPath: "id" });
      request.result.createObjectStore("records", { keyPath: "id" }).createIndex("owner", "owner");
    };
    request.onsuccess = () => {
      // Another window deletes everything: let it.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = undefined));
  return opened;
};

// One transaction, on the disk when it ends; `work` gets the two stores and must not wait for anything else.
const change = async (work) => {
  const transaction = (await database()).transaction(["devices", "records"], "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  work(transaction.objectStore("devices"), transaction.objectStore("records"));
  return done;
};
const read = async (name, ask) => asked(ask((await database()).transaction(name).objectStore(name)));

// Whether anything of anybody may lie here; asking does not make the database.
export const exists = async () => !indexedDB.databases || (await indexedDB.databases()).some((found) => found.name === NAME);
export const isEmpty = async () => !(await exists()) || ((await read("devices", (rows) => rows.count())) === 0 && (await read("records", (rows) => rows.count())) === 0);

export const devices = () => read("devices", (rows) => rows.getAll());
export const device = (id) => read("devices", (rows) => rows.get(id));
export const recordsOf = (owner) => read("records", (rows) => rows.index("owner").getAll(owner));

export const putDevice = (row) => change((devices) => devices.put({ ...row, until: untilDay() }));

// Records that take the place of others, in one step: after a crash there are either those or these.
export const replaceRecords = (gone, rows) =>
  change((devices, records) => {
    for (const id of gone) records.delete(id);
    for (const row of rows) records.put({ ...row, until: untilDay() });
  });

export const removeDevice = async (id) => {
  const gone = await read("records", (rows) => rows.index("owner").getAllKeys(id));
  return change((devices, records) => {
    devices.delete(id);
    for (const record of gone) records.delete(record);
  });
};

// What ran out is deleted, whoever's it is: nobody needs to be signed in for that.
export const sweep = async () => {
  const today = Math.floor(Date.now() / DAY);
  const old = (rows) => rows.filter((row) => row.until < today).map((row) => row.id);
  const [oldDevices, oldRecords] = [old(await devices()), old(await read("records", (rows) => rows.getAll()))];
  if (oldDevices.length + oldRecords.length === 0) return;
  await change((devices, records) => {
    for (const id of oldDevices) devices.delete(id);
    for (const id of oldRecords) records.delete(id);
  });
};
