// What goes wrong with a model in a way that a person should read.

/** A model that cannot be used; the message is a user message. */
export class ModelError extends Error {}
