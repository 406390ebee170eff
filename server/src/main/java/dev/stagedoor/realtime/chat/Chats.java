// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The door to app users' chats. */
public final class Chats {
    /** How many messages a page is told of at once. */
    public static final int SHOWN = 200;

    private static final Duration EMPTY_KEPT = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;

    /** A chat and its last messages. */
    public record Whole(Chat chat, List<ChatMessage> messages) {}

    /** Some of the owner's chats, of so many. */
    public record Some(List<Chat> chats, long total) {}

    /** In that database. */
    public Chats(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A new chat without messages, within that transaction; the owner's old ones without any are deleted. */
    public Chat begin(Tx tx, Owner owner, String agent) {
        Instant now = clock.instant();
        ChatStore.deleteEmpty(tx, owner, now.minus(EMPTY_KEPT));
        Chat chat = new Chat(Ids.next("chat", now), "", agent, "{}", 0, now, now);
        ChatStore.insert(tx, owner, chat);
        return chat;
    }

    /** The owner's chat with that id, without its messages. */
    public Optional<Chat> chat(TenantId tenant, Owner owner, String id) {
        return database.read(tenant, tx -> ChatStore.find(tx, owner, id));
    }

    /** The owner's chat with that id, and its last messages. */
    public Optional<Whole> whole(TenantId tenant, Owner owner, String id) {
        return database.read(tenant, tx -> ChatStore.find(tx, owner, id).map(chat -> whole(tx, chat)));
    }

    /** The owner's chat with that id. */
    public static Optional<Chat> find(Tx tx, Owner owner, String id) {
        return ChatStore.find(tx, owner, id);
    }

    /** Adds a message to a chat; how many it has then, 0 if there is no such chat. */
    public static int add(Tx tx, String chat, ChatMessage message) {
        return ChatStore.add(tx, chat, message);
    }

    /** The last messages of a chat, the oldest of them first. */
    public static List<ChatMessage> last(Tx tx, String chat, int most) {
        return ChatStore.last(tx, chat, most);
    }

    /** Whether the owner has that chat; it has that name then. */
    public static boolean rename(Tx tx, Owner owner, String id, String name) {
        return ChatStore.rename(tx, owner, id, name);
    }

    /** Whether the owner has that chat; it has that agent then. */
    public static boolean setAgent(Tx tx, Owner owner, String id, String agent) {
        return ChatStore.setAgent(tx, owner, id, agent);
    }

    /** Whether the owner has that chat; that JSON object is kept with it then. */
    public static boolean setMeta(Tx tx, Owner owner, String id, String meta) {
        return ChatStore.setMeta(tx, owner, id, meta);
    }

    /** Whether the owner had that chat. */
    public static boolean delete(Tx tx, Owner owner, String id) {
        return ChatStore.delete(tx, owner, id);
    }

    /** Deletes all of a tenant's chats. */
    public static void eraseAll(Tx tx) {
        ChatStore.eraseAll(tx);
    }

    /** That chat with its last messages. */
    public static Whole whole(Tx tx, Chat chat) {
        return new Whole(chat, ChatStore.last(tx, chat.id(), SHOWN));
    }

    /** The owner's chats whose name contains {@code title}, the last used first. */
    public Some list(TenantId tenant, Owner owner, String title, int offset, int limit) {
        return database.read(
                tenant,
                tx -> new Some(ChatStore.page(tx, owner, title, offset, limit), ChatStore.count(tx, owner, title)));
    }
}
