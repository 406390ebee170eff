// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

/** How the user takes part. */
public enum CallMode {
    VOICE,
    TEXT
}
