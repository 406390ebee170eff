// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

/** What is charged. */
public enum CostKind {
    INBOUND,
    OUTBOUND,
    TRANSFER
}
