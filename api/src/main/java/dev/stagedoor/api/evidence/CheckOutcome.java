// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.evidence;

/** What came of a check. */
public enum CheckOutcome {
    /** It is as it must be. */
    PASSED,
    /** It is not as it must be, or that could not be found out. */
    FAILED,
    /** There was nothing to check, which proves nothing. */
    SKIPPED
}
