// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.db.Database;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.agent.Turn;
import dev.stagedoor.realtime.chat.ChatMessage;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.files.UserFiles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is told of a chat. The bytes of its files count as held of the tenant's share of memory until it is closed;
 * of the older ones, the agent is told only the names.
 */
final class Told implements AutoCloseable {
    /** What all files of a turn may come to: what a request of a model may be long, as base64. */
    private static final long MOST_BYTES = 20 << 20;

    private final Interactions.Place place;
    private final List<MemoryShares.Held> held = new ArrayList<>();
    private long left = MOST_BYTES;
    private @Nullable Turn turn;

    /** What was said, and what there is of its files. */
    private record Said(List<ChatMessage> messages, Map<String, UserFile> files) {}

    private Told(Interactions.Place place) {
        this.place = place;
    }

    /** What it needs; {@code history} is how many messages are told. */
    record Means(Database database, UserFiles files, int history) {}

    /** The last messages of the chat, as they are stored. */
    static Told read(Means means, Interactions.Place place) {
        List<ChatMessage> last = means.database.read(
                place.tenant(), tx -> Chats.last(tx, place.ui().chat(), means.history));
        return of(means, place, last);
    }

    /** Those messages of the chat. */
    static Told of(Means means, Interactions.Place place, List<ChatMessage> last) {
        String user = place.ui().owner().user();
        List<String> ids = idsOf(last);
        Map<String, UserFile> found =
                ids.isEmpty() ? Map.of() : means.database.read(place.tenant(), tx -> UserFiles.of(tx, user, ids));
        return of(means.files, place, new Said(last, found));
    }

    private static Told of(UserFiles files, Interactions.Place place, Said said) {
        Told told = new Told(place);
        boolean whole = false;
        try {
            told.turn = told.turn(said, files);
            whole = true;
            return told;
        } finally {
            if (!whole) {
                told.close();
            }
        }
    }

    private static List<String> idsOf(List<ChatMessage> messages) {
        return messages.stream().flatMap(message -> message.files().stream()).toList();
    }

    private Turn turn(Said said, UserFiles files) {
        Deque<Turn.Said> turns = new ArrayDeque<>();
        // The newest first, while there is room for their files.
        for (ChatMessage message : said.messages().reversed()) {
            List<Turn.Attached> attached = message.files().stream()
                    .flatMap(id -> Optional.ofNullable(said.files().get(id)).stream())
                    .map(file -> attached(file, files))
                    .toList();
            turns.addFirst(new Turn.Said(message.role().equals(ChatMessage.USER), message.content(), attached));
        }
        // Models want the user first.
        while (!turns.isEmpty() && !turns.getFirst().byUser()) {
            turns.removeFirst();
        }
        TenantId tenant = place.tenant();
        return new Turn(tenant, place.ui().owner().user(), place.ui().chat(), place.agent(), List.copyOf(turns));
    }

    private Turn.Attached attached(UserFile file, UserFiles files) {
        if (!file.isReadable() || file.size() > left) {
            return new Turn.Attached(file, null);
        }
        left -= file.size();
        Optional<UserFiles.Content> content =
                files.content(place.tenant(), place.ui().owner().user(), file.id());
        content.ifPresent(one -> held.add(one.held()));
        return new Turn.Attached(file, content.map(UserFiles.Content::bytes).orElse(null));
    }

    Turn turn() {
        if (turn == null) {
            throw new IllegalStateException("there is no turn");
        }
        return turn;
    }

    @Override
    public void close() {
        held.forEach(MemoryShares.Held::close);
    }
}
