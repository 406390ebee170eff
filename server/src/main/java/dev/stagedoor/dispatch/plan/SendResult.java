package dev.stagedoor.dispatch.plan;

/** What came of a sending. */
public enum SendResult {
    /** LiveKit took it. That says nothing of an agent. */
    SENT,
    /** It certainly had no effect, and may be tried again: no connection, 429. */
    NOT_SENT,
    /** It may have had its effect: a time-out, a broken connection, a 5xx. */
    UNKNOWN,
    /** LiveKit rejects the credential (401, 403). */
    CREDENTIAL_REJECTED,
    /** LiveKit refuses it, and always will (other 4xx). */
    REFUSED
}
