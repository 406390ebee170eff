// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Requests made at the same moment. */
final class AtOnce {
    private AtOnce() {}

    /** Makes all of them at once; returns their results in order. */
    static <T> List<T> ask(List<Supplier<T>> requests) {
        CountDownLatch go = new CountDownLatch(1);
        List<T> answers = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> asked = requests.stream()
                    .map(request -> callers.submit(() -> {
                        go.await();
                        return request.get();
                    }))
                    .toList();
            go.countDown();
            for (Future<T> answer : asked) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            throw new AssertionError("a request was not answered", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
