// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.numbers.NumberChange;
import dev.stagedoor.api.numbers.NumberConfirmation;
import dev.stagedoor.api.numbers.NumberList;
import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.api.numbers.NumberView;
import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.api.telephony.TrunkRequest;
import dev.stagedoor.api.telephony.TrunkView;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tenant's phone numbers, and what it allows people who call them. */
public final class Numbers {
    private static final String SETTINGS = "phone-settings";

    private final Root root;

    Numbers(Root root) {
        this.root = root;
    }

    /**
     * Which are listed: all where nothing is said.
     *
     * @param agent the slug of the agent that answers them
     * @param state {@code pending} or {@code active}
     */
    public record Filter(@Nullable String agent, @Nullable String state) {
        /** All. */
        public static final Filter ALL = new Filter(null, null);
    }

    /** Adds one. An operator's is the tenant's from then on; the tenant's own waits for a confirmation. */
    public NumberView add(NumberRequest number) {
        return root.send(Request.post(root.at("numbers"), number).creating().repeating(), NumberView.class);
    }

    /** A page of those that match, by number. */
    public NumberList list(Filter filter, PageRequest page) {
        return root.send(
                root.list(page, "numbers").with("agent", filter.agent()).with("state", filter.state()),
                NumberList.class);
    }

    /** All that match, page by page. */
    public Stream<NumberView> all(Filter filter) {
        return Pages.stream(page -> list(filter, page), NumberList::items, NumberList::next);
    }

    /** One of them. */
    public NumberView get(String number) {
        return root.send(Request.get(root.at("numbers", number)), NumberView.class);
    }

    /** Lets another agent answer it. */
    public NumberView update(String number, NumberChange change) {
        return root.send(Request.patch(root.at("numbers", number), change), NumberView.class);
    }

    /** Has the tenant's account with that carrier confirm that the number is the tenant's. */
    public void confirm(String number, NumberConfirmation by) {
        root.transport().send(Request.post(root.at("numbers", number, "confirm"), by));
    }

    /** Writes its trunk and dispatch rule to the tenant's LiveKit, or repairs them. A generated password is in this answer only. */
    public TrunkView provision(String number, TrunkRequest trunk) {
        return root.send(Request.post(root.at("numbers", number, "provision"), trunk), TrunkView.class);
    }

    /** Its trunk, compared with what the tenant's LiveKit has. */
    public TrunkView trunk(String number) {
        return root.send(Request.get(root.at("numbers", number, "provision")), TrunkView.class);
    }

    /** Takes its trunk and dispatch rule out of the tenant's LiveKit. */
    public void withdraw(String number) {
        root.transport().send(Request.delete(root.at("numbers", number, "provision")));
    }

    /** Releases it; calls in progress go on. */
    public void release(String number) {
        root.transport().send(Request.delete(root.at("numbers", number)));
    }

    /** What callers are allowed, with the defaults of what is not set. */
    public PhoneSettings settings() {
        return root.send(Request.get(root.at(SETTINGS)), PhoneSettings.class);
    }

    /** Replaces all of it: a null gets its default. Calls in progress go on. */
    public PhoneSettings put(PhoneSettings settings) {
        return root.send(Request.put(root.at(SETTINGS), settings), PhoneSettings.class);
    }
}
