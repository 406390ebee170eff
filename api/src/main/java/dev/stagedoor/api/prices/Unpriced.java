// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.prices;

/** What becomes of a call out to a number without a price. */
public enum Unpriced {
    ALLOW,
    REFUSE
}
