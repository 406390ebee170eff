// SPDX-License-Identifier: Apache-2.0
/** The realtime gateway's requests over HTTP. */
@NullMarked
package dev.stagedoor.api.realtime;

import org.jspecify.annotations.NullMarked;
