// What lives as long as a name of the notebook holds it: a control, a live value.

export abstract class Kept {
  /** Ends it, for good. */
  abstract close(): void;

  /** Others that live as long as this does. */
  get held(): readonly Kept[] {
    return [];
  }
}
