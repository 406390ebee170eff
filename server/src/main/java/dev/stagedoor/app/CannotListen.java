// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.http.HttpConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The server cannot listen on its port; the message says why and what to do. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotListen(String why, Throwable cause) {
        super(why, cause);
    }

    /** Tries the port before the web server does, which would only log that it failed, and go on without it. */
    static void requireFree(HttpConfig config) {
        String where = config.host() + ':' + config.port();
        try (ServerSocket free = new ServerSocket(config.port(), 1, InetAddress.getByName(config.host()))) {
            free.setReuseAddress(true);
        } catch (UnknownHostException unknown) {
            throw new CannotListen(config.host() + " is not an address of this machine: correct http.host.", unknown);
        } catch (BindException taken) {
            String said = String.valueOf(taken.getMessage());
            throw said.contains("in use")
                    ? new CannotListen(
                            "Another program listens on " + where + ": end it, or choose another port.", taken)
                    : new CannotListen("This process may not listen on " + where + " (" + said + ").", taken);
        } catch (IOException failed) {
            throw new CannotListen("This process cannot listen on " + where + ".", failed);
        }
    }
}
