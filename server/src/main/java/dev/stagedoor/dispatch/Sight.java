package dev.stagedoor.dispatch;

/** What is known of the room at the moment of a decision. */
public sealed interface Sight {
    /** Nothing yet. */
    record NotYet() implements Sight {}

    /** A call has just failed: nothing more until a pause has passed. */
    record Failed() implements Sight {}

    /** Something has just been taken back: it takes effect a moment later. */
    record Acted() implements Sight {}

    /** The room was looked at, just now. */
    record Saw(RoomView room) implements Sight {}
}
