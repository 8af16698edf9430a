package apps.netty;

import apps.contract.Launch;
import apps.contract.Routes;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** The workload contract with Netty's HTTP codec, answered in its event loops. */
public final class Main {
    private static final int ACCEPTORS = 1;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException {
        ServerSocketChannel listener = Launch.listener();
        new ServerBootstrap()
                .group(new NioEventLoopGroup(ACCEPTORS), new NioEventLoopGroup(Launch.workers()))
                .channelFactory(() -> new NioServerSocketChannel(listener))
                .childHandler(new Pipeline(new RequestHandler(new Router(Routes.all()))))
                .register() // it is bound already
                .syncUninterruptibly();
    }
}
