package dev.stagedoor.dispatch.plan;

/** What is known of the room at the moment of a decision. */
public sealed interface Observation {
    /** Nothing yet. */
    record NotYet() implements Observation {}

    /** A call has just failed: nothing more until a pause has passed. */
    record Failed() implements Observation {}

    /** Something has just been taken back: it takes effect a moment later. */
    record Acted() implements Observation {}

    /** The room was looked at, just now. */
    record Saw(RoomView room) implements Observation {}
}
