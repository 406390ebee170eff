// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

/**
 * A grant that is not limited to a room: its holder can act on everything that the API key can see. Meant for servers,
 * never for a participant; {@link AccessToken.Builder#allowUnscoped} is the only way to give one.
 */
public enum ServerGrant {
    /** Create and delete any room. */
    ROOM_CREATE("video", "roomCreate"),
    /** List every room of the server. */
    ROOM_LIST("video", "roomList"),
    /** Record any room (all of Egress). */
    ROOM_RECORD("video", "roomRecord"),
    /** All of Ingress. */
    INGRESS_ADMIN("video", "ingressAdmin"),
    /** Register as an agent worker, which is offered the jobs of any room, with their metadata. */
    AGENT_WORKER("video", "agent"),
    /** Manage SIP trunks and dispatch rules. */
    SIP_ADMIN("sip", "admin"),
    /** Place SIP calls into any room. */
    SIP_CALL("sip", "call"),
    /** Agents of the project (LiveKit Cloud). */
    AGENT_ADMIN("agent", "admin"),
    /** Agent simulations of the project (LiveKit Cloud). */
    AGENT_SIMULATION_ADMIN("agent", "simulationAdmin"),
    /** Agent databases of the project (LiveKit Cloud). */
    AGENT_DATABASE_ADMIN("agent", "databaseAdmin"),
    /** Run models at the project's cost (LiveKit Cloud). */
    INFERENCE_PERFORM("inference", "perform"),
    /** Write the project's telemetry (LiveKit Cloud). */
    OBSERVABILITY_WRITE("observability", "write");

    private final String section;
    private final String claim;

    ServerGrant(String section, String claim) {
        this.section = section;
        this.claim = claim;
    }

    /** The claim that contains it, such as {@code video}. */
    public String section() {
        return section;
    }

    /** Its name in that claim, such as {@code roomCreate}. */
    public String claim() {
        return claim;
    }
}
