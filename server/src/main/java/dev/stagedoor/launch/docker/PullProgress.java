// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits until an image has been pulled. The library's own callback writes every image that does not exist to the log. */
final class PullProgress implements ResultCallback<PullResponseItem> {
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile @Nullable Closeable stream;

    /** True once it is there; throws what the engine said otherwise. */
    boolean awaited() throws Exception {
        try {
            return end.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception why ? why : failed;
        } finally {
            close();
        }
    }

    @Override
    public void onStart(Closeable opened) {
        stream = opened;
    }

    @Override
    public void onNext(PullResponseItem item) {
        if (item.isErrorIndicated()) {
            String why =
                    item.getErrorDetail() == null ? null : item.getErrorDetail().getMessage();
            end.completeExceptionally(new DockerClientException(String.valueOf(why)));
        }
    }

    @Override
    public void onError(Throwable why) {
        end.completeExceptionally(why);
    }

    @Override
    public void onComplete() {
        end.complete(true);
    }

    @Override
    public void close() throws IOException {
        Closeable opened = stream;
        if (opened != null) {
            opened.close();
        }
    }
}
