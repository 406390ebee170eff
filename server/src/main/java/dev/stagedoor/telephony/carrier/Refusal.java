// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

/** Why a call is refused. Carriers know two reasons: what is not {@link #BUSY} they play as not in service. */
public enum Refusal {
    /** All agents are taken: trying again may help. */
    BUSY,
    /** Nobody answers this number. */
    NOT_IN_SERVICE,
    /** This caller is not answered. */
    FORBIDDEN
}
