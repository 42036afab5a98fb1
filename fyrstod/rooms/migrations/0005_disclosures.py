import django.db.models.deletion
import fyrstod.core.ids
import fyrstod.rooms.disclosure_rules
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_second_eyes'),
        ('rooms', '0004_namesakes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.UUIDField(default=fyrstod.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[(fyrstod.rooms.disclosure_rules.State['DRAFT'], fyrstod.rooms.disclosure_rules.State['DRAFT']), (fyrstod.rooms.disclosure_rules.State['TO_CONFIRM'], fyrstod.rooms.disclosure_rules.State['TO_CONFIRM']), (fyrstod.rooms.disclosure_rules.State['OFFERED'], fyrstod.rooms.disclosure_rules.State['OFFERED']), (fyrstod.rooms.disclosure_rules.State['ACCEPTED'], fyrstod.rooms.disclosure_rules.State['ACCEPTED']), (fyrstod.rooms.disclosure_rules.State['DECLINED'], fyrstod.rooms.disclosure_rules.State['DECLINED']), (fyrstod.rooms.disclosure_rules.State['WITHDRAWN'], fyrstod.rooms.disclosure_rules.State['WITHDRAWN'])], default=fyrstod.rooms.disclosure_rules.State['DRAFT'], max_length=12)),
                ('made_at', models.DateTimeField()),
                ('second_at', models.DateTimeField(null=True)),
                ('offered_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('sealed', models.BinaryField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concern', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.concern')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.municipality')),
                ('second_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'concern', 'made_at'], name='disclosure_of_a_concern'), models.Index(condition=models.Q(('state', fyrstod.rooms.disclosure_rules.State['TO_CONFIRM'])), fields=['municipality', 'agency', 'made_at'], name='disclosure_to_confirm'), models.Index(fields=['municipality', 'agency', 'made_by', 'answered_at'], name='disclosure_answered')],
                'constraints': [models.CheckConstraint(condition=models.Q(('second_by', None), models.Q(('second_by', models.F('made_by')), _negated=True), _connector='OR'), name='disclosure_second_person_is_another'), models.CheckConstraint(condition=models.Q(('to', models.F('agency')), _negated=True), name='disclosure_is_to_another_room'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', [fyrstod.rooms.disclosure_rules.State['ACCEPTED'], fyrstod.rooms.disclosure_rules.State['DECLINED']])), models.Q(models.Q(('state__in', [fyrstod.rooms.disclosure_rules.State['ACCEPTED'], fyrstod.rooms.disclosure_rules.State['DECLINED']]), _negated=True), ('answered_at', None), ('answered_by', None)), _connector='OR'), name='disclosure_is_answered_when_it_is_taken_in_or_declined')],
            },
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.UUIDField(default=fyrstod.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('offered_at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('concern', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.concern')),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.municipality')),
                ('offered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sender', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'agency', 'offered_at'], name='offer_of_a_room'), models.Index(fields=['municipality', 'concern'], name='offer_of_a_concern')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(default=fyrstod.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('disclosure', models.UUIDField()),
                ('accepted_at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('accepted_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('concern', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.concern')),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.municipality')),
                ('offered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sender', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'concern', 'accepted_at'], name='receipt_of_a_concern')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'disclosure'), name='receipt_once')],
            },
        ),
    ]
