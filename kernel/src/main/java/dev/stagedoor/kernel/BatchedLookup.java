// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lookups that share round trips: while one query runs, other callers wait, and the next query serves all of them. One
 * query runs at a time, so the cost per lookup falls with load. Every answer is read after its lookup began.
 */
public final class BatchedLookup<K, V> {
    private static final int MOST = 256;

    private final Function<List<K>, Map<K, V>> query;
    private final Queue<Question<K, V>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore lane = new Semaphore(1, true);

    /** {@code query} returns the keys that it found. */
    public BatchedLookup(Function<List<K>, Map<K, V>> query) {
        this.query = query;
    }

    /** Accessed only by the thread that holds the lane. */
    private static final class Question<K, V> {
        private final K key;
        private boolean done;
        private @Nullable V answer;
        private @Nullable Throwable failure;

        Question(K key) {
            this.key = key;
        }
    }

    /** The value of that key, read after this call began. */
    public Optional<V> get(K key) {
        Question<K, V> mine = new Question<>(key);
        waiting.add(mine);
        lane.acquireUninterruptibly();
        try {
            while (!mine.done) {
                answerNext();
            }
        } finally {
            lane.release();
        }
        switch (mine.failure) {
            case RuntimeException failed -> throw failed;
            case Error failed -> throw failed;
            case null, default -> {}
        }
        return Optional.ofNullable(mine.answer);
    }

    /** How many callers wait for the next query. */
    int waiting() {
        return waiting.size();
    }

    private void answerNext() {
        List<Question<K, V>> batch = new ArrayList<>();
        for (Question<K, V> next; batch.size() < MOST && (next = waiting.poll()) != null; ) {
            batch.add(next);
        }
        try {
            Map<K, V> answers =
                    query.apply(batch.stream().map(each -> each.key).distinct().toList());
            batch.forEach(each -> each.answer = answers.get(each.key));
        } catch (RuntimeException | Error failed) {
            // The callers of the batch wait until it is done: without this they would loop forever.
            batch.forEach(each -> each.failure = failed);
        }
        batch.forEach(each -> each.done = true);
    }
}
