// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

/** A grant of a LiveKit token that a client may request if its tenant's policy lists it. No other can be requested. */
public enum GrantName {
    CAN_PUBLISH,
    CAN_SUBSCRIBE,
    CAN_PUBLISH_DATA,
    CAN_PUBLISH_SOURCES,
    CAN_UPDATE_OWN_METADATA,
    CAN_SUBSCRIBE_METRICS,
    ROOM_ADMIN,
    HIDDEN
}
