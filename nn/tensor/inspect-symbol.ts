// How a tensor, a size or a module gets its text onto the console.

/**
 * The method that Node's console asks for a text. It is Node's `inspect.custom` by its registered name, so that the
 * engine's types can be used where those of Node are missing.
 */
export const inspectCustom: unique symbol = Symbol.for("nodejs.util.inspect.custom");
