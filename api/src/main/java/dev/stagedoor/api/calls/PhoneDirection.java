// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

/** Who called whom. */
public enum PhoneDirection {
    INBOUND,
    OUTBOUND
}
