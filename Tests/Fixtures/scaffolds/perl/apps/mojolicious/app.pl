# The workload contract, as far as it is written, with Mojolicious::Lite.
use Mojolicious::Lite -signatures;
use Mojo::IOLoop;
use Mojo::JSON qw(decode_json);    # by Cpanel::JSON::XS where that is there: what is in Perl does not end with deep arrays
use Mojo::Server::Prefork;
use POSIX qw(SIGKILL);

require 'syscall.ph';

use constant PR_SET_PDEATHSIG => 1;

sub refuse ($c, $status, $reason) { $c->render(json => {error => $reason}, status => $status) }

get '/health' => {json => {status => 'ok'}};

post '/json/small' => sub ($c) {
  my $value = eval { decode_json $c->req->body };
  $@ ? refuse($c, 400, 'the body is no JSON') : $c->render(json => $value);
};

get '/path/int/<id:num>' => sub ($c) { $c->render(json => {id => $c->param('id') + 0}) };

get '/query/few' => sub ($c) { $c->render(json => $c->req->query_params->to_hash) };

get '/validated/query/few' => sub ($c) {
  my $validation = $c->validation;
  $validation->required('q')->size(1, 100);
  $validation->optional('page')->num(1, undef);
  $validation->optional('limit')->num(1, 100);
  return refuse($c, 422, 'refused: ' . join ', ', @{$validation->failed}) if $validation->has_error;
  my $given = $validation->output;
  $c->render(json => {%$given, map { ($_ => $given->{$_} + 0) } grep { $_ ne 'q' } keys %$given});
};

any '/*whatever' => {whatever => ''} => sub ($c) { refuse($c, 404, 'there is no such route') };

# The adapter knows the manager's pid, so there is no file of it.
my $server = Mojo::Server::Prefork->new(
  app      => app,
  listen   => ["http://127.0.0.1?fd=$ENV{HARNESS_LISTEN_FD}"],
  workers  => $ENV{HARNESS_WORKERS},
  pid_file => '/dev/null',
  cleanup  => 0
);

# In each worker: it ends with the manager, also when that is killed.
my $manager = $$;
Mojo::IOLoop->next_tick(sub {
  syscall SYS_prctl(), PR_SET_PDEATHSIG, SIGKILL;
  exit 1 if getppid != $manager;
});
$server->run;
