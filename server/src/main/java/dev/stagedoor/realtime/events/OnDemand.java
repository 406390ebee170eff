// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import java.util.concurrent.atomic.AtomicInteger;

/** Work that is done by one thread at a time, whenever there may be some. While there is none, it holds no thread. */
public final class OnDemand {
    private final AtomicInteger wanted = new AtomicInteger();
    private final String thread;
    private final Runnable work;

    /** {@code work} does all that there is, on a thread of that name, and does not throw. */
    public OnDemand(String thread, Runnable work) {
        this.thread = thread;
        this.work = work;
    }

    /** There may be work: it is done after this call, once for any number of calls that come while it is being done. */
    public void wake() {
        if (wanted.getAndIncrement() == 0) {
            Thread.ofVirtual().name(thread).start(this::run);
        }
    }

    private void run() {
        int seen = wanted.get();
        while (seen > 0) {
            work.run();
            seen = wanted.addAndGet(-seen);
        }
    }
}
