// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Many app users' pages of a server on this machine, all served by whichever thread calls: as {@link Load}, it must cost
 * little beside what it measures.
 */
public final class Pages implements AutoCloseable {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TO_READ = 256 << 10;
    private static final String SAID = "{\"type\":\"text_input\",\"text\":\"What can you do for me today?\"}";
    private static final String LATER = "4429 ";

    private final int port;
    private final Selector selector;
    private final byte[] buffer = new byte[TO_READ];
    private final List<Page> all = new ArrayList<>();

    /**
     * Pages that have come.
     *
     * @param latencies from the first attempt of each until it may say something
     * @param took      until the last of them
     * @param refused   attempts that were told to come later
     */
    public record Opened(Latencies latencies, Duration took, int refused) {}

    /** What they said was answered: the whole of it, and the first piece. */
    public record Talked(Load.Outcome whole, Latencies first) {}

    private Pages(int port, Selector selector) {
        this.port = port;
        this.selector = selector;
    }

    /** One page for each of these tokens; not connected yet. */
    public static Pages of(int port, List<String> tokens) {
        try {
            Pages pages = new Pages(port, Selector.open());
            tokens.forEach(token -> pages.all.add(new Page(token)));
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does something until it is done. */
    private interface Work {
        /** Returns when it is to be called again at the latest, in nanoseconds; negative once all is done. */
        long proceed(long now) throws IOException;

        void heard(Page page, Page.Heard what, long now) throws IOException;
    }

    private void run(Work work, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                long now = System.nanoTime();
                long next = work.proceed(now);
                if (next < 0) {
                    return;
                }
                if (now > end) {
                    throw new IOException("not done within " + atMost + ": " + work);
                }
                await(Math.min(next, end) - now);
                for (SelectionKey key : selector.selectedKeys()) {
                    ready(key, work);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the load broke off: " + e.getMessage(), e);
        }
    }

    private void await(long nanos) throws IOException {
        if (nanos > MILLISECOND) {
            selector.select(nanos / MILLISECOND);
        } else {
            selector.selectNow();
        }
    }

    private void ready(SelectionKey key, Work work) throws IOException {
        Page page = (Page) key.attachment();
        if (key.isConnectable()) {
            page.shakeHands(port, key);
        } else {
            Page.Heard heard = page.read(buffer);
            work.heard(page, heard, System.nanoTime());
        }
    }

    /**
     * Connects all that are not connected, so many at a time; each comes back to its UI session if it had one. One that is
     * told to come later does.
     */
    public Opened open(int atATime, Duration atMost) {
        Opening opening = new Opening(atATime);
        run(opening, atMost);
        return opening.outcome();
    }

    private final class Opening implements Work {
        private final int atATime;
        private final Deque<Page> waiting = new ArrayDeque<>();
        private final PriorityQueue<Page> later = new PriorityQueue<>(Comparator.comparingLong(Page::due));
        private final IdentityHashMap<Page, Long> began = new IdentityHashMap<>();
        private final Latencies.Recorder recorder = new Latencies.Recorder();
        private final long start = System.nanoTime();
        private int underWay;
        private int refused;

        Opening(int atATime) {
            this.atATime = atATime;
            all.stream().filter(page -> !page.isOpen()).forEach(waiting::add);
        }

        @Override
        public long proceed(long now) throws IOException {
            while (!later.isEmpty() && later.element().due() <= now) {
                waiting.add(later.remove());
            }
            while (underWay < atATime && !waiting.isEmpty()) {
                Page page = waiting.remove();
                began.putIfAbsent(page, now);
                page.connect(port, selector);
                underWay++;
            }
            if (underWay == 0 && later.isEmpty()) {
                return -1;
            }
            return later.isEmpty() ? Long.MAX_VALUE : later.element().due();
        }

        @Override
        public void heard(Page page, Page.Heard what, long now) throws IOException {
            if (what == Page.Heard.TURN) {
                underWay--;
                recorder.add(now - began.getOrDefault(page, now));
            } else if (what == Page.Heard.CLOSED) {
                if (!page.closed().startsWith(LATER)) {
                    throw new IOException("a page was closed: " + page.closed());
                }
                underWay--;
                refused++;
                page.due(now + TimeUnit.SECONDS.toNanos(1));
                later.add(page);
            }
        }

        Opened outcome() {
            return new Opened(Latencies.of(List.of(recorder)), Duration.ofNanos(System.nanoTime() - start), refused);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d of %d pages connected, %d told to come later",
                    recorder.count(),
                    all.size(),
                    refused);
        }
    }

    /** Only answers pings for that time. */
    public void idle(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        run(
                new Work() {
                    @Override
                    public long proceed(long now) {
                        return now >= end ? -1 : end;
                    }

                    @Override
                    public void heard(Page page, Page.Heard what, long now) throws IOException {
                        if (what == Page.Heard.CLOSED) {
                            throw new IOException("an idle page was closed: " + page.closed());
                        }
                    }
                },
                time.plusSeconds(10));
    }

    /**
     * Each page says something to an agent that repeats it, at a fixed rate over all pages, for that time. Latencies count
     * from when it was due.
     */
    public Talked talk(double perSecond, Duration time) {
        Talk talk = new Talk(all, 1e9 / perSecond * all.size(), time);
        run(talk, time.plusSeconds(60));
        return talk.outcome();
    }

    /** So many pages speak as soon as they may. */
    public Talked talkAsFastAsAnswered(int pages, Duration time) {
        Talk talk = new Talk(all.subList(0, pages), 0, time);
        run(talk, time.plusSeconds(60));
        return talk.outcome();
    }

    private static final class Talk implements Work {
        private final double apart;
        private final PriorityQueue<Page> due = new PriorityQueue<>(Comparator.comparingLong(Page::due));
        private final Set<Page> answering = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Latencies.Recorder first = new Latencies.Recorder();
        private final Latencies.Recorder whole = new Latencies.Recorder();
        private final long start = System.nanoTime();
        private final long end;
        private int busy;
        private long last = start;

        /** Each page speaks every {@code apart} nanoseconds; as soon as it may, if that is 0. */
        Talk(List<Page> pages, double apart, Duration time) {
            this.apart = apart;
            this.end = start + time.toNanos();
            for (int i = 0; i < pages.size(); i++) {
                pages.get(i).due(start + (long) (apart * i / pages.size()));
                due.add(pages.get(i));
            }
        }

        @Override
        public long proceed(long now) throws IOException {
            while (!due.isEmpty() && due.element().due() <= now) {
                due.remove().say(SAID);
                busy++;
            }
            if (due.isEmpty()) {
                return busy == 0 ? -1 : Long.MAX_VALUE;
            }
            return due.element().due();
        }

        @Override
        public void heard(Page page, Page.Heard what, long now) throws IOException {
            if (what == Page.Heard.CLOSED) {
                throw new IOException("a page was closed: " + page.closed());
            }
            if (what == Page.Heard.TEXT || what == Page.Heard.TURN) {
                answered(page, what, now);
            }
        }

        private void answered(Page page, Page.Heard what, long now) {
            if (answering.add(page)) {
                first.add(now - page.due());
            }
            if (what == Page.Heard.TURN) {
                answering.remove(page);
                whole.add(now - page.due());
                busy--;
                last = now;
                page.due(apart == 0 ? now : page.due() + (long) apart);
                if (page.due() < end) {
                    due.add(page);
                }
            }
        }

        Talked outcome() {
            return new Talked(
                    new Load.Outcome(Latencies.of(List.of(whole)), Duration.ofNanos(last - start)),
                    Latencies.of(List.of(first)));
        }
    }

    /** All pages vanish; they can connect again. */
    public void vanish() {
        try {
            for (Page page : all) {
                page.vanish();
            }
            selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int count() {
        return all.size();
    }

    @Override
    public void close() {
        vanish();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
