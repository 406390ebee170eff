// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.http.sockets;

import org.jspecify.annotations.NullMarked;
