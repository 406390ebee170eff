// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

/** The window a budget counts in, aligned to the clock in UTC. */
public enum BudgetWindow {
    HOUR,
    DAY
}
