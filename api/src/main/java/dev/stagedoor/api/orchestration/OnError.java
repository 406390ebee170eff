// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

/** What a run does when an agent fails. */
public enum OnError {
    /** It stops at the first failure and keeps what it has. */
    FAIL_FAST,
    /** It goes on without that agent's answer. */
    COLLECT
}
