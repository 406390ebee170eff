// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A phone carrier's voice webhook: how its requests are verified and read, and how they are answered.
 *
 * <p>A request goes through it in this order: {@link #calledNumber} finds the tenant, {@link #verify} uses that tenant's
 * secrets, {@link #read} says what happened, and {@link #dial}, {@link #refuse} or {@link #acknowledge} answers.
 */
public interface Carrier {
    /** The most secrets that one request is verified with: those in use and their successors. */
    int MOST_SECRETS = 4;

    /** The carrier's name: the segment of the webhook's path, and the kind of its credential. */
    String name();

    /** What a tenant's credential for the carrier has. */
    CredentialShape credential();

    /**
     * Whether the carrier signed the request with one of the secrets. Takes the same time for any wrong signature, and never
     * throws for what the request says.
     *
     * @param address where the carrier sends its requests, as configured there
     * @param secrets at most {@link #MOST_SECRETS}
     * @param now     for carriers that sign the time
     */
    boolean verify(SignedRequest request, PublicAddress address, List<CarrierSecret> secrets, Instant now);

    /**
     * The number that was called, in E.164, before anything is verified: the tenant is found by it.
     *
     * @throws dev.stagedoor.kernel.Problem {@code malformed_request}, also if something else than a number was called
     */
    String calledNumber(SignedRequest request);

    /**
     * What a request says.
     *
     * @throws dev.stagedoor.kernel.Problem {@code malformed_request} if it cannot be read, lacks what it must have, or repeats
     *     it
     */
    CarrierEvent read(SignedRequest request);

    /**
     * Asks the carrier's API whether a number is in the account: a tenant who has the account's own secrets can forge its
     * webhooks for any number, but not this answer.
     *
     * @param number  in E.164
     * @param account by the names of {@link #credential}
     * @throws dev.stagedoor.kernel.Problem {@code invalid_request} if the account lacks what the API is called with
     */
    NumberLookup lookup(String number, Map<String, Secret> account);

    /** Connects the caller of an incoming call with a LiveKit. */
    CarrierAnswer dial(CarrierEvent call, SipDestination to);

    /** Refuses an incoming call; it is not billed. */
    CarrierAnswer refuse(CarrierEvent call, Refusal why);

    /** Accepts whatever else a request says. After a dial has ended, the carrier hangs up. */
    CarrierAnswer acknowledge(CarrierEvent event);
}
