// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up for virtual threads on platform threads. A lookup blocks in the operating system, where a virtual thread
 * keeps its carrier; the JDK (25) adds carriers for that, but no more than 256 in all, so that as many slow lookups would
 * stop every virtual thread of the JVM.
 */
final class Lookups implements InetAddressResolver {
    /** At a time; the rest wait. */
    static final int MOST = 200;

    /** Of these for one holder; the rest of its lookups wait, and nobody else's. */
    static final int MOST_OF_ONE = MOST / 5;

    private static final ScopedValue<Object> HOLDER = ScopedValue.newInstance();

    private static final Duration KEPT = Duration.ofSeconds(10);

    private final InetAddressResolver names;
    private final ConcurrentHashMap<Object, Share> shares = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST,
            MOST,
            KEPT.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("name-lookup-", 0).factory());

    Lookups(InetAddressResolver names) {
        this.names = names;
        threads.allowCoreThreadTimeOut(true);
    }

    /** Finds something by names of that holder. */
    interface Finding<T> {
        T find() throws UnknownHostException;
    }

    /** Lookups that are made meanwhile are that holder's. */
    static <T> T onBehalfOf(Object holder, Finding<T> finding) throws UnknownHostException {
        return ScopedValue.where(HOLDER, holder).call(finding::find);
    }

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy lookup) throws UnknownHostException {
        if (!Thread.currentThread().isVirtual()) {
            return names.lookupByName(host, lookup);
        }
        Callable<List<InetAddress>> look =
                () -> names.lookupByName(host, lookup).toList();
        return HOLDER.isBound() ? shared(HOLDER.get(), look, host).stream() : elsewhere(look, host).stream();
    }

    /** The lookups of one holder; kept while there are any. */
    private static final class Share {
        private final Semaphore places = new Semaphore(MOST_OF_ONE);
        private int users;
    }

    private <T> T shared(Object holder, Callable<T> look, String what) throws UnknownHostException {
        Share share = shares.compute(holder, (_, known) -> entered(known));
        share.places.acquireUninterruptibly();
        try {
            return elsewhere(look, what);
        } finally {
            share.places.release();
            shares.computeIfPresent(holder, (_, mine) -> left(mine));
        }
    }

    private static Share entered(@Nullable Share known) {
        Share share = known == null ? new Share() : known;
        share.users++;
        return share;
    }

    private static @Nullable Share left(Share share) {
        share.users--;
        return share.users == 0 ? null : share;
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
        return Thread.currentThread().isVirtual()
                ? elsewhere(() -> names.lookupByAddress(address), "the address")
                : names.lookupByAddress(address);
    }

    /** Not interrupted: the JDK would keep the failure, and tell it to others that ask for the same host. */
    private <T> T elsewhere(Callable<T> look, String what) throws UnknownHostException {
        Future<T> answer = threads.submit(look);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UnknownHostException unknown -> throw unknown;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> {
                    var failed = new UnknownHostException(what);
                    failed.initCause(e);
                    throw failed;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
