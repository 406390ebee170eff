// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What users and agents say in turn. Between a question and its answer there is an interaction, which a node holds by a
 * lease: one for each chat, and so for each page.
 */
public final class Turns {
    private Turns() {}

    /**
     * An answer in progress.
     *
     * @param uiSession of the page that is told it
     */
    public record InProgress(String interactionId, String uiSession, String chatId, String node, Instant leasedUntil) {}

    /**
     * What a user says in their chat.
     *
     * @param agent the chat must have that one
     * @param name  the chat takes it from its first message, unless it has one
     */
    public record Question(
            String interaction, String uiSession, String chat, String agent, String name, ChatMessage message) {}

    /**
     * A question that was added.
     *
     * @param chat   with the question
     * @param shared whether another page of its owner has it open
     */
    public record Begun(Chat chat, boolean shared) {}

    /** An interaction that a node may hold, and its chat. */
    public record Held(String interaction, String chat) {}

    /**
     * What an agent has said in the end.
     *
     * @param node that must hold the interaction; "" for any
     */
    public record Answer(String interaction, String chat, String node, Optional<ChatMessage> message) {}

    /**
     * Adds the questions, at most one for each chat, whose interactions that node holds until then; those that it did, by
     * interaction. Not one whose chat has an answer in progress, or has another agent, or is gone.
     */
    public static Map<String, Begun> begin(Tx tx, List<Question> questions, String node, Instant until) {
        return TurnStore.begin(tx, questions, node, until);
    }

    /**
     * Ends the interactions, at most one for each chat, and adds the answers. Of those that were in progress, by interaction,
     * whether another page of its owner has the chat open.
     */
    public static Map<String, Boolean> end(Tx tx, List<Answer> answers) {
        return TurnStore.end(tx, answers);
    }

    /** Which of the interactions the node holds; locked until the transaction ends. */
    public static Set<String> held(Tx tx, Collection<Held> interactions, String node) {
        return TurnStore.held(tx, interactions, node);
    }

    /** What is in progress in that chat, although its node has not renewed its lease. */
    public static Optional<InProgress> abandoned(Tx tx, String chat, Instant now) {
        return TurnStore.abandoned(tx, chat, now);
    }

    /** The answer in progress for that page, in the chat that it has open. */
    public static Optional<InProgress> of(Tx tx, String uiSession) {
        return Optional.ofNullable(TurnStore.ofAll(tx, List.of(uiSession)).get(uiSession));
    }

    /** The answers in progress for those pages, in the chats that they have open; by page. */
    public static Map<String, InProgress> ofAll(Tx tx, List<String> uiSessions) {
        return TurnStore.ofAll(tx, uiSessions);
    }

    /** Whether the node that held it has not renewed its lease, so that another takes it. */
    public static boolean takeOver(Tx tx, InProgress interaction, String node, Instant now, Instant until) {
        return TurnStore.takeOver(tx, interaction, node, now, until);
    }

    /** Prolongs those that the node still holds, and returns their ids. */
    public static List<String> renew(Tx tx, Collection<Held> interactions, String node, Instant until) {
        return TurnStore.renew(tx, interactions, node, until);
    }
}
