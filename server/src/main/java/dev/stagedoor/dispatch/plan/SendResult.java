// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

/** The result of sending an attempt. */
public enum SendResult {
    /** LiveKit accepted it, which says nothing about an agent. */
    SENT,
    /** It certainly had no effect and may be retried: no connection, 429. */
    NOT_SENT,
    /** It may have taken effect: timeout, broken connection, 5xx. */
    UNKNOWN,
    /** LiveKit rejects the credential (401, 403). */
    CREDENTIAL_REJECTED,
    /** LiveKit rejects it permanently (other 4xx). */
    REFUSED
}
