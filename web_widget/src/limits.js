// How long, how often and how much. In a file of its own that needs no other, so that the bundle holds the numbers in place.

// Asking the server
export const TIMEOUT_MS = 20_000;
// A member of staff is heard within two seconds; that one comes without being asked, within ten
export const STAFF_EVERY_MS = 1_500;
export const EVERY_MS = 10_000;
// A message that did not get through goes again by itself, each time after twice as long
export const AGAIN_MS = 5_000;
export const LONGEST_MS = 60_000;

// The text box
export const MOST = 4000; // characters in one message, as the server counts them
export const NEAR = 500; // from so many left they are counted aloud
export const SETTLED_MS = 1_000;

export const QUOTED = 40; // characters of an answer beside its "change"
export const CLOSE_TO_END = 24; // pixels
