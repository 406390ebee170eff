// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.files.UserFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The door to app users' chats. */
public final class Chats {
    /** How many messages are read at once, and no more once they have reached a quarter of a mebibyte. */
    public static final int SHOWN = 200;

    private static final Duration EMPTY_KEPT = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;

    /** A chat, its last messages, and what is left of their files, by id. */
    public record Whole(Chat chat, List<ChatMessage> messages, Map<String, UserFile> files) {
        /** How many bytes it takes, roughly, until it has been told. */
        public long size() {
            return 1024
                    + 4L
                            * messages.stream()
                                    .mapToLong(message -> message.content().length())
                                    .sum();
        }
    }

    /** Some of the owner's chats, of so many. */
    public record Some(List<Chat> chats, long total) {}

    /** In that database. */
    public Chats(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A new chat without messages, within that transaction; the owner's old ones without any are deleted. */
    public Chat begin(Tx tx, Owner owner, String agent) {
        Beginning one = new Beginning(owner, agent);
        return Objects.requireNonNull(beginAll(tx, List.of(one)).get(one));
    }

    /** Whose a new chat is, and its agent; two for one owner are two. */
    public static final class Beginning {
        private final Owner owner;
        private final String agent;

        public Beginning(Owner owner, String agent) {
            this.owner = owner;
            this.agent = agent;
        }

        Owner owner() {
            return owner;
        }
    }

    /** New chats as {@link #begin} makes them. */
    public Map<Beginning, Chat> beginAll(Tx tx, Collection<Beginning> beginnings) {
        Map<Beginning, Chat> begun = new LinkedHashMap<>();
        if (beginnings.isEmpty()) {
            return begun;
        }
        Instant now = clock.instant();
        ChatStore.deleteEmpty(
                tx, beginnings.stream().map(Beginning::owner).distinct().toList(), now.minus(EMPTY_KEPT));
        beginnings.forEach(one -> begun.put(one, new Chat(Ids.next("chat", now), "", one.agent, "{}", 0, now, now)));
        ChatStore.insertAll(tx, begun, now);
        return begun;
    }

    /** Which of those chats are there. */
    public static Set<String> known(Tx tx, List<String> ids) {
        return ChatStore.known(tx, ids);
    }

    /** The owner's chat with that id, without its messages. */
    public Optional<Chat> chat(TenantId tenant, Owner owner, String id) {
        return database.read(tenant, tx -> ChatStore.find(tx, owner, id));
    }

    /** The owner's chat with that id, and its last messages. */
    public Optional<Whole> whole(TenantId tenant, Owner owner, String id) {
        return database.read(tenant, tx -> ChatStore.find(tx, owner, id).map(chat -> whole(tx, owner, chat)));
    }

    /** The owner's chat with that id. */
    public static Optional<Chat> find(Tx tx, Owner owner, String id) {
        return ChatStore.find(tx, owner, id);
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

    /** A page has left that chat for another: if nothing was said in it, it is deleted, so that they do not pile up. */
    public static void leave(Tx tx, Owner owner, String id) {
        ChatStore.deleteIfEmpty(tx, owner, id);
    }

    /** Whether the owner had that chat; an answer in progress in it is over, and comes back with its page. */
    public static Deleted delete(Tx tx, Owner owner, String id) {
        return ChatStore.delete(tx, owner, id);
    }

    /**
     * What became of a chat that was to be deleted.
     *
     * @param was  whether it was there
     * @param over the interaction that was in progress in it, by its page
     */
    public record Deleted(boolean was, Map<String, String> over) {}

    /** The app user's chat with that id, whichever chat user it is on. */
    public Optional<Chat> ofUser(TenantId tenant, String user, String id) {
        return database.read(tenant, tx -> ChatStore.ofUser(tx, user, id));
    }

    /** Tells all messages of the user's chat, the oldest first, a part at a time: no transaction is open meanwhile. */
    public void each(TenantId tenant, String user, Chat chat, Consumer<Whole> to) {
        Whole some;
        int told = 0;
        do {
            int skipped = told;
            some = database.read(
                    tenant, tx -> withFiles(tx, user, chat, ChatStore.from(tx, chat.id(), skipped, SHOWN)));
            to.accept(some);
            told += some.messages().size();
        } while (!some.messages().isEmpty());
    }

    /** Deletes an app user's chats, with the answers in progress in them; how many there were. */
    public static int erase(Tx tx, String user) {
        return ChatStore.erase(tx, user);
    }

    /** Deletes all of a tenant's chats. */
    public static void eraseAll(Tx tx) {
        ChatStore.eraseAll(tx);
    }

    private static Whole whole(Tx tx, Owner owner, Chat chat) {
        return withFiles(tx, owner.user(), chat, ChatStore.last(tx, chat.id(), SHOWN));
    }

    private static Whole withFiles(Tx tx, String user, Chat chat, List<ChatMessage> messages) {
        List<String> files =
                messages.stream().flatMap(message -> message.files().stream()).toList();
        return new Whole(chat, messages, UserFiles.of(tx, user, files));
    }

    /** The owner's chats whose name contains {@code title}, the last used first. */
    public Some list(TenantId tenant, Owner owner, String title, int offset, int limit) {
        return database.read(
                tenant,
                tx -> new Some(ChatStore.page(tx, owner, title, offset, limit), ChatStore.count(tx, owner, title)));
    }
}
