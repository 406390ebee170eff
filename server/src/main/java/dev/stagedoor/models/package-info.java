// SPDX-License-Identifier: Apache-2.0
/**
 * Models for agents that hold no key: a lease is short-lived, names an agent, its model and a Claude profile, and stands
 * where the vendor's clients put their key. Calls with it are passed on with the profile's own secret, which stays in the
 * vault, and are counted and charged to the budgets of the profile and the tenant (R4).
 *
 * <p>Holds K1 and K2 for leases (one ends with whatever made it: key, dispatch, agent, profile, user, tenant; calls in
 * progress within a second) and S2 (a worker is told where it gets a lease, never a lease).
 */
@NullMarked
package dev.stagedoor.models;

import org.jspecify.annotations.NullMarked;
