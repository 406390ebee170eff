// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A slow name server stops nobody's virtual threads, however many names are looked up (I7)")
final class LookupsTest {
    private static final InetAddressResolver.LookupPolicy ANY =
            InetAddressResolver.LookupPolicy.of(InetAddressResolver.LookupPolicy.IPV4);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final Semaphore asked = new Semaphore(0);
    private final AtomicInteger onVirtualThreads = new AtomicInteger();
    private final InetAddressResolver lookups = AddressGuard.over(new InetAddressResolver() {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy lookup) throws UnknownHostException {
            onVirtualThreads.addAndGet(Thread.currentThread().isVirtual() ? 1 : 0);
            asked.release();
            if (host.startsWith("unknown")) {
                throw new UnknownHostException(host + ": no such name");
            }
            if (host.startsWith("slow")) {
                awaitAnswers();
            }
            return Stream.of(InetAddress.getByAddress(host, new byte[] {(byte) 192, 0, 2, 1}));
        }

        @Override
        public String lookupByAddress(byte[] address) {
            onVirtualThreads.addAndGet(Thread.currentThread().isVirtual() ? 1 : 0);
            return "host.example";
        }
    });

    private void awaitAnswers() {
        try {
            answers.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a lookup was interrupted", e);
        }
    }

    private static <T> FutureTask<T> onVirtualThread(Callable<T> what) {
        var task = new FutureTask<T>(what);
        Thread.startVirtualThread(task);
        return task;
    }

    private FutureTask<List<InetAddress>> looksUp(String host) {
        return onVirtualThread(() -> lookups.lookupByName(host, ANY).toList());
    }

    private FutureTask<List<InetAddress>> looksUp(String host, Object holder) {
        return onVirtualThread(() ->
                Lookups.onBehalfOf(holder, () -> lookups.lookupByName(host, ANY).toList()));
    }

    @Test
    void lookups_of_virtual_threads_wait_on_platform_threads_of_which_there_are_so_many() throws Exception {
        List<FutureTask<List<InetAddress>>> slow = new ArrayList<>();
        for (int i = 0; i < 2 * Lookups.MOST; i++) {
            slow.add(looksUp("slow-" + i));
        }
        assertThat(asked.tryAcquire(Lookups.MOST, 30, TimeUnit.SECONDS)).isTrue();

        assertThat(onVirtualThread(() -> "ran").get(30, TimeUnit.SECONDS)).isEqualTo("ran");
        assertThat(asked.availablePermits()).as("the rest wait").isZero();
        answers.countDown();

        for (FutureTask<List<InetAddress>> one : slow) {
            assertThat(one.get(30, TimeUnit.SECONDS)).hasSize(1);
        }
        assertThat(onVirtualThreads).hasValue(0);
    }

    @Test
    void a_holder_whose_names_are_slow_delays_nobody_elses_lookups() throws Exception {
        List<FutureTask<List<InetAddress>>> slow = new ArrayList<>();
        for (int i = 0; i < 2 * Lookups.MOST; i++) {
            slow.add(looksUp("slow-" + i, "a holder"));
        }
        assertThat(asked.tryAcquire(Lookups.MOST_OF_ONE, 30, TimeUnit.SECONDS)).isTrue();

        assertThat(looksUp("host.example", "another").get(30, TimeUnit.SECONDS)).hasSize(1);
        assertThat(asked.availablePermits()).as("only the other's was made").isEqualTo(1);
        answers.countDown();

        for (FutureTask<List<InetAddress>> one : slow) {
            assertThat(one.get(30, TimeUnit.SECONDS)).hasSize(1);
        }
    }

    @Test
    void what_the_name_server_says_reaches_the_caller() throws Exception {
        assertThat(looksUp("host.example").get(30, TimeUnit.SECONDS))
                .containsExactly(InetAddress.getByAddress("host.example", new byte[] {(byte) 192, 0, 2, 1}));
        assertThat(onVirtualThread(() -> lookups.lookupByAddress(new byte[4])).get(30, TimeUnit.SECONDS))
                .isEqualTo("host.example");
        assertThatThrownBy(() -> looksUp("unknown.example").get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseExactlyInstanceOf(UnknownHostException.class)
                .hasRootCauseMessage("unknown.example: no such name");
        assertThat(onVirtualThreads).hasValue(0);
    }

    @Test
    void a_platform_thread_looks_up_for_itself() throws Exception {
        answers.countDown();

        assertThat(lookups.lookupByName("slow.example", ANY)).hasSize(1);
        assertThat(lookups.lookupByAddress(new byte[4])).isEqualTo("host.example");
    }

    @Test
    void an_interrupt_reaches_the_caller_and_not_the_lookup() throws Exception {
        var caller = new FutureTask<Boolean>(() -> {
            var found = lookups.lookupByName("slow.example", ANY).toList();
            return found.size() == 1 && Thread.currentThread().isInterrupted();
        });
        var thread = Thread.startVirtualThread(caller);
        assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        answers.countDown();

        assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
    }
}
